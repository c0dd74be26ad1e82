import type { Call, Service, ServiceReply } from '../aws/endpoint.ts';
import type { Fault } from './faults.ts';

/** How a batch of a service is done in parts. */
interface Batch {
  /** How many items a request has. */
  size: (input: Input) => number;
  /** Whether the service may leave all of them. */
  mayLeaveAll: boolean;
  /** The request with these items alone. */
  only: (input: Input, wanted: Wanted) => Input;
  /** The answer to such a request, with word of the items that were left. */
  withRest: (answer: Input, input: Input, left: Wanted) => Input;
}

type Input = Record<string, unknown>;
type Wanted = (place: number) => boolean;
type ByTable<Of> = Record<string, Of>;

/** A batch of DynamoDB names its items by table. */
function itemsBatch<Of>(
  unprocessed: string,
  itemsOf: (ofTable: Of) => readonly unknown[],
  withItems: (ofTable: Of, items: readonly unknown[]) => Of,
): Batch {
  const tablesOf = ({ RequestItems: tables = {} }: Input) => Object.entries(tables as ByTable<Of>);
  const pick = (input: Input, wanted: Wanted): ByTable<Of> => {
    let place = 0;
    const picked = tablesOf(input).map(([table, ofTable]) => {
      const items = itemsOf(ofTable).filter(() => wanted(place++));
      return [table, items.length === 0 ? undefined : withItems(ofTable, items)] as const;
    });
    return Object.fromEntries(picked.flatMap(([table, some]) => (some === undefined ? [] : [[table, some]])));
  };
  return {
    size: (input) => tablesOf(input).reduce((sum, [, ofTable]) => sum + itemsOf(ofTable).length, 0),
    mayLeaveAll: false,
    only: (input, wanted) => ({ ...input, RequestItems: pick(input, wanted) }),
    withRest: (answer, input, left) => ({ ...answer, [unprocessed]: pick(input, left) }),
  };
}

const entriesOf = ({ Entries: entries = [] }: Input) => entries as Input[];

const REFUSED = { ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' };

const putEvents: Batch = {
  size: (input) => entriesOf(input).length,
  mayLeaveAll: true,
  only: (input, wanted) => ({ ...input, Entries: entriesOf(input).filter((_entry, place) => wanted(place)) }),
  withRest: (answer, input, left) => {
    const taken = entriesOf(answer).values();
    const results = entriesOf(input).map((_entry, place) => (left(place) ? REFUSED : taken.next().value));
    const failed = results.filter((result) => result?.ErrorCode !== undefined);
    return { FailedEntryCount: failed.length, Entries: results };
  },
};

const BATCHES: Readonly<Record<string, Batch>> = {
  BatchWriteItem: itemsBatch<readonly unknown[]>(
    'UnprocessedItems',
    (requests) => requests,
    (_requests, some) => some,
  ),
  BatchGetItem: itemsBatch<{ Keys?: readonly unknown[] }>(
    'UnprocessedKeys',
    ({ Keys: keys = [] }) => keys,
    (ofTable, Keys) => ({ ...ofTable, Keys }),
  ),
  PutEvents: putEvents,
};

/** Whether a call may be done in part: of DynamoDB's batches at least one item is done, of the bus's perhaps none. */
export function isDivisible({ action }: Call, input: Input): boolean {
  const batch = batchOf(action);
  return batch !== undefined && batch.size(input) > (batch.mayLeaveAll ? 0 : 1);
}

/** Has some of a batch done, and hands the rest back as the service would. For a divisible call only. */
export async function doneInPart(
  call: Call,
  service: Service,
  { chance }: Pick<Fault, 'chance'>,
): Promise<ServiceReply> {
  const batch = batchOf(call.action);
  if (!batch) throw new TypeError(`${call.action} is no batch`);
  const input: Input = JSON.parse(call.body.toString());
  const size = batch.size(input);
  const sure = batch.mayLeaveAll ? -1 : Math.floor(chance('sure') * size);
  // One is left for certain: without a rest it would not be done in part.
  const rest = (sure + 1 + Math.floor(chance('rest') * (size - (sure < 0 ? 0 : 1)))) % size;
  const left = (place: number) => place === rest || (place !== sure && chance(`item ${place}`) < 0.5);
  const done = batch.only(input, (place) => !left(place));
  if (batch.size(done) === 0) return { status: 200, body: JSON.stringify(batch.withRest({}, input, left)) };
  const reply = await service({ ...call, body: Buffer.from(JSON.stringify(done)) });
  if (reply.status !== 200) return reply;
  return { status: 200, body: JSON.stringify(batch.withRest(JSON.parse(String(reply.body)), input, left)) };
}

function batchOf(action: string): Batch | undefined {
  return Object.hasOwn(BATCHES, action) ? BATCHES[action] : undefined;
}
