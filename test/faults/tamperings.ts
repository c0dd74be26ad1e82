import type { Claim } from '../../functions/claims/claim.ts';
import type { Customer } from '../../functions/customers/customer.ts';
import { type Diary, isChange, isDone } from './workload/diary.ts';
import { docsIn, itemsIn, type StoredItem, type World } from './world.ts';

/** Something that is done to a sound world behind everybody's back, and how it must be named. */
export interface Tampering {
  what: string;
  tamper: (world: World, diaries: readonly Diary[]) => void;
  breach: RegExp;
}

/** At least one for each invariant, and for each of the parts that it speaks of. */
export const TAMPERINGS: readonly Tampering[] = [
  {
    what: 'a version that is left out of the ledger',
    tamper: ({ ledger }) => longest(ledger).shift(),
    breach: /the ledger is the state: the ledger of \w+ lacks version 1/,
  },
  {
    what: 'a state that was not written',
    tamper: (world) => set(any(world, 'Policies'), 'version', { N: '99' }),
    breach: /the ledger is the state: pol_\w+ is of version 99/,
  },
  {
    what: 'a state that was altered',
    tamper: (world) =>
      alter<{ status: string }>(any(world, 'Quotes'), (quote) => ({ ...quote, status: 'lost' })),
    breach: /the ledger is the state: quo_\w+ is another than its ledger tells/,
  },
  {
    what: 'a state that was lost',
    tamper: (world) => itemsIn(world, 'Claims').pop(),
    breach: /the ledger is the state: clm_\w+ has no state/,
  },
  {
    what: 'a state from nowhere',
    tamper: (world) => itemsIn(world, 'Quotes').push({ ...any(world, 'Quotes'), quoteId: { S: 'quo_new' } }),
    breach: /the ledger is the state: quo_new has a state, and the ledger knows nothing of it/,
  },
  {
    what: 'an event that the bus never got',
    tamper: ({ events }) => events.splice(0, events.length - 1),
    breach: /the ledger is the events: the bus never got [a-z.-]+ evt_/,
  },
  {
    what: 'an event that the insurer never got',
    tamper: ({ queues }) => queues.get('InsurerFeed')?.pop(),
    breach: /the ledger is the events: the feed never got [a-z.-]+ evt_/,
  },
  {
    what: 'an event that says something else',
    tamper: ({ events }) => Object.assign(events[0]?.detail ?? {}, { partnerId: 'another' }),
    breach: /the ledger is the events: the bus got a [a-z.-]+ evt_\w+ that never was/,
  },
  {
    what: 'something acknowledged that is nowhere',
    tamper: ({ ledger }, [diary]) => {
      const done = diary?.asked.find((asked) => isChange(asked) && isDone(asked));
      for (const [id, entries] of ledger) {
        const others = entries.filter(({ interactionId }) => interactionId !== done?.interactionId);
        ledger.set(id, others);
      }
    },
    breach: /what was acknowledged is stored: \w+ [0-9a-f-]+ was acknowledged, and is nowhere/,
  },
  {
    what: 'two policies of one quote, by one request',
    tamper: ({ tables, ledger }) => {
      const policy = tables.get('Policies')?.[0] ?? {};
      tables.get('Policies')?.push({ ...policy, policyId: { S: 'pol_new' } });
      const entries = ledger.get(policy.policyId?.S ?? '') ?? [];
      ledger.set(
        'pol_new',
        entries.map((entry) => ({ ...entry, aggregateId: 'pol_new' })),
      );
    },
    breach:
      /nothing is doubled: issuePolicy [0-9a-f-]+ was done twice: pol_.*2 policies were issued from quo_/s,
  },
  {
    what: 'money that moves from nowhere',
    tamper: ({ ledger }) => {
      const entries = [...ledger].find(([id]) => id.startsWith('pol_'))?.[1] ?? [];
      const data = entries[0]?.events[0]?.data as { premiumMovement: { net: { amount: string } } };
      data.premiumMovement.net.amount = '1000000.00';
    },
    breach: /no money is made: pol_\w+ moved \d{6,}.*, and owes/,
  },
  {
    what: 'a segment that is lost',
    tamper: (world) => itemsIn(world, 'Segments').pop(),
    breach: /no money is made: the segments of pol_\w+ are not what its transactions make/,
  },
  {
    what: 'a payment that is made twice',
    tamper: ({ ledger }) => {
      const paid = [...ledger.values()].flat().find(({ events }) => events[0]?.type === 'claim.paid');
      if (!paid) throw new Error('nothing was paid');
      paid.events = [...paid.events, ...paid.events];
    },
    breach: /no money is made: clm_\w+: paid twice/,
  },
  {
    what: 'a loss that its policy does not know',
    tamper: (world) => {
      const [claim] = itemsIn(world, 'Claims');
      const policy = itemsIn(world, 'Policies').find(({ policyId }) => policyId?.S === claim?.policyId?.S);
      if (policy) alter<{ losses: unknown[] }>(policy, (doc) => ({ ...doc, losses: [] }));
    },
    breach: /no money is made: pol_\w+ does not know clm_\w+ as it stands/,
  },
  {
    what: 'points that are lost',
    tamper: (world) => itemsIn(world, 'Telemetry').pop(),
    breach: /driving is whole: dev_\w+ was told that \d+ points are taken, which are not stored/,
  },
  {
    what: 'points that are stored twice',
    tamper: (world) => itemsIn(world, 'Telemetry').push(any(world, 'Telemetry')),
    breach: /driving is whole: dev_\w+ has \d+ points stored twice/,
  },
  {
    what: 'a trip that is lost',
    tamper: (world) => removeFrom(itemsIn(world, 'Trips'), ({ doc }) => !doc?.S?.includes('merged')),
    breach: /driving is whole: the trips of dev_\w+ are not what its points make/,
  },
  {
    what: 'driving that nobody is left of',
    tamper: (world) =>
      itemsIn(world, 'Telemetry').push({ ...any(world, 'Telemetry'), pseudonym: { S: 'stranger' } }),
    breach: /driving is whole: driving is left of stranger/,
  },
  {
    what: 'a release without a receipt',
    tamper: ({ ledger }) => deleteWhere(ledger, (id) => id.startsWith('rel_')),
    breach: /every release has a receipt: \w+ [0-9a-f-]+ showed somebody, and left no receipt/,
  },
  {
    what: 'a receipt that was altered',
    tamper: (world) => {
      const place = itemsIn(world, 'Releases').find(({ entry }) => entry?.S?.startsWith('seq#'));
      if (place) alter<object>(place, (receipt) => ({ ...receipt, partnerId: 'another' }));
    },
    breach: /every release has a receipt: the chain of cus_\w+: receipt-out-of-chain/,
  },
  {
    what: 'a receipt that is in no chain',
    tamper: (world) => itemsIn(world, 'Releases').splice(0),
    breach: /every release has a receipt: rel_\w+ is in no chain/,
  },
  {
    what: 'an index that lost a policy',
    tamper: (world) => set(any(world, 'Policies'), 'listingKey', undefined),
    breach: /indexes are right: pol_\w+ has listingKey undefined/,
  },
  {
    what: 'a record of the vault that is lost',
    tamper: (world) =>
      removeFrom(itemsIn(world, 'Vault'), ({ subjectId }) => subjectId?.S?.startsWith('cus_') === true),
    breach: /the vault is whole: cus_\w+\/rec_\w+ is not in the vault/,
  },
  {
    what: 'a record of the vault that nothing refers to',
    tamper: (world) => {
      const [claim] = itemsIn(world, 'Claims');
      if (claim) alter<Claim>(claim, (doc) => ({ ...doc, lossRecord: 'rec_elsewhere' }));
    },
    breach: /the vault is whole: cus_\w+\/rec_\w+ is in the vault, and nothing refers to it/,
  },
  {
    what: 'a customer whose policies are miscounted',
    tamper: (world) => {
      const key = itemsIn(world, 'Keys').find(({ policies }) => policies !== undefined);
      if (key) set(key, 'policies', { N: '77' });
    },
    breach: /the vault is whole: the key of cus_\w+ counts 77/,
  },
  {
    what: 'a record of who was erased',
    tamper: (world) => {
      const erased = docsIn<Customer>(world, 'Customers').find(({ erasure }) => erasure?.status === 'done');
      itemsIn(world, 'Vault').push({
        subjectId: { S: erased?.customerId ?? '' },
        recordId: { S: 'rec_left' },
      });
    },
    breach: /the vault is whole: something is left of cus_\w+, who was erased/,
  },
  {
    what: 'an answer to retries that never was',
    tamper: (world) => set(any(world, 'Idempotency'), 'reference', { S: 'quo_never' }),
    breach: /retries are answered: \S+ is answered by quo_never/,
  },
  {
    what: 'a message that was given up',
    tamper: ({ queues }) => queues.set('Unscored', ['{"a":"message"}']),
    breach: /queues are empty: Unscored holds 1/,
  },
];

function any(world: World, table: string): StoredItem {
  const [item] = itemsIn(world, table);
  if (!item) throw new Error(`${table} is empty`);
  return item;
}

function set(item: StoredItem, name: string, value: StoredItem[string] | undefined): void {
  if (value) item[name] = value;
  else delete item[name];
}

function alter<Doc>(item: StoredItem, change: (doc: Doc) => object): void {
  item.doc = { S: JSON.stringify(change(JSON.parse(item.doc?.S ?? '{}'))) };
}

function longest(ledger: World['ledger']) {
  return [...ledger.values()].reduce((one, other) => (other.length > one.length ? other : one));
}

function deleteWhere(ledger: World['ledger'], isGone: (id: string) => boolean): void {
  for (const id of [...ledger.keys()].filter(isGone)) ledger.delete(id);
}

function removeFrom(items: StoredItem[], isGone: (item: StoredItem) => boolean): void {
  items.splice(items.findIndex(isGone), 1);
}
