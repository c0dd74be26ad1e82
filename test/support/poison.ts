const ULID = '01KAE8Z2V0Q8M5T3S7R9XWYB4C';

/** What no event is, whatever its queue brings. */
export const NO_EVENTS: readonly string[] = [
  'no JSON at all',
  '{',
  'null',
  '7',
  '"a text"',
  '[]',
  '{}',
  '{"detail":null}',
  '{"id":"1","detail-type":"x"}',
  '{"__proto__":{"detail":{"object":{"key":"incoming/a"}}}}',
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  '\ufeff{}',
];

/** Events that say nothing: who looks for what they are about finds nothing, and who needs a file of them fails. */
const EMPTY = ['{"detail":"a text"}', '{"detail":[]}', `{"detail":${JSON.stringify('x'.repeat(200_000))}}`];

/** An event of the bus as a queue brings it. */
function envelope(type: string, detail: unknown): string {
  return JSON.stringify({
    id: crypto.randomUUID(),
    'detail-type': type,
    time: new Date().toISOString(),
    detail,
  });
}

/** What the bucket says of a new object. */
export function objectCreated(key: unknown): string {
  return envelope('Object Created', { object: { key, size: 1 } });
}

/** A queue that brings a function events. */
export interface Feed {
  queue: string;
  /** Where it gives up to. */
  deadLetters: string;
  /** What its function cannot do anything about. */
  poison: readonly string[];
  /** What it can: events of things that are not there. */
  harmless: readonly string[];
}

export const FEEDS: readonly Feed[] = [
  {
    queue: 'Uploads',
    deadLetters: 'Unchecked',
    poison: [
      ...EMPTY,
      ...[7, null, {}, '', 'incoming', 'incoming/', '../incoming/a/b', `incoming/clm_${ULID}`].map(
        objectCreated,
      ),
      objectCreated(`incoming/clm_${ULID}/doc_${ULID}/more`),
      objectCreated(`incoming%2Fclm_${ULID}%2Fdoc_${ULID}`),
      objectCreated(`incoming/clm_${ULID}/doc_${ULID}\n`),
      objectCreated(`incoming/clm_${ULID}/doc_${ULID}`),
    ],
    harmless: [],
  },
  {
    queue: 'Trips',
    deadLetters: 'Unscored',
    poison: [],
    harmless: [
      ...EMPTY,
      ...['trip.completed', 'trip.corrected'].map((type) => envelope(type, { tripId: `trp_${ULID}` })),
      ...[{ deviceId: `dev_${ULID}` }, {}, { deviceId: 7 }].map((said) =>
        envelope('device.registered', said),
      ),
      envelope('somebody.whispered', { tripId: { $ne: '' } }),
    ],
  },
  {
    queue: 'Ends',
    deadLetters: 'Unpurged',
    poison: [],
    harmless: [
      ...EMPTY,
      ...['consent.revoked', 'consent.expired'].map((type) => envelope(type, { consentId: `con_${ULID}` })),
      ...[`cus_${ULID}`, 'anna@example.com'].map((customerId) => envelope('customer.erased', { customerId })),
    ],
  },
];
