import { isDeepStrictEqual } from 'node:util';
import type { Claim } from '../../../functions/claims/claim.ts';
import { queueIndexes } from '../../../functions/claims/queue-store.ts';
import { type Consent, endsBy } from '../../../functions/consents/consent.ts';
import type { Customer } from '../../../functions/customers/customer.ts';
import type { Device } from '../../../functions/devices/device.ts';
import { listingKey } from '../../../functions/platform/listing.ts';
import type { Policy } from '../../../functions/policies/policy.ts';
import { isOpen, type Quote } from '../../../functions/quotes/quote.ts';
import type { DrivingScore } from '../../../functions/scores/score.ts';
import { itemsIn, type StoredItem, type World } from '../world.ts';
import type { Invariant } from './invariant.ts';

type Keys = Record<string, string | undefined>;

/** A table, and what its indexes must have an item under by the state that it holds. */
interface Indexed {
  table: string;
  /** Name of the table's key attribute. */
  key: string;
  keys: (doc: never) => Keys;
}

/** Stands for any value: in which shard something is due, or when, is not always looked at. */
const DUE = 'some value';

/** What was due so long ago every job has come to since. */
const LATE_MS = 180_000;

const TABLES: readonly Indexed[] = [
  { table: 'Quotes', key: 'quoteId', keys: ofQuote },
  { table: 'Policies', key: 'policyId', keys: ofPolicy },
  { table: 'Claims', key: 'claimId', keys: ofClaim },
  { table: 'Consents', key: 'consentId', keys: ofConsent },
  { table: 'Customers', key: 'customerId', keys: ofCustomer },
  { table: 'Devices', key: 'deviceId', keys: ofDevice },
  { table: 'Scores', key: 'scoreId', keys: ofScore },
];

/** Every index has an item under what its state says, and under nothing else; and nothing that was due is left undone. */
export const indexesAreRight: Invariant = (world) => [
  ...TABLES.flatMap((indexed) => itemsIn(world, indexed.table).flatMap((item) => misplaced(indexed, item))),
  ...overdue(world),
];

function misplaced({ key, keys }: Indexed, item: StoredItem): string[] {
  const expected = keys(JSON.parse(item.doc?.S ?? '{}') as never);
  const wrong = Object.entries(expected).filter(([name, value]) => !isUnder(item[name]?.S, value));
  return wrong.map(([name, value]) => `${item[key]?.S} has ${name} ${item[name]?.S}, and not ${value}`);
}

function isUnder(actual: string | undefined, expected: string | undefined): boolean {
  return expected === DUE ? actual !== undefined : isDeepStrictEqual(actual, expected);
}

function ofQuote({ quoteId, partnerId, createdAt, validUntil, status }: Quote): Keys {
  return {
    listingKey: listingKey(partnerId, createdAt, quoteId),
    expiryKey: isOpen(status) ? DUE : undefined,
    validUntil: isOpen(status) ? validUntil : undefined,
  };
}

/** When a policy is due hangs on its product; that it is does not. */
function ofPolicy({ policyId, policyNumber, partnerId, customerId, createdAt, standing }: Policy): Keys {
  const due = standing === 'in-force' ? DUE : undefined;
  return {
    ...{ listingKey: listingKey(partnerId, createdAt, policyId), numberKey: `${partnerId}#${policyNumber}` },
    ...{ customerId, dueKey: due, dueAt: due },
  };
}

function ofClaim(claim: Claim): Keys {
  const { partnerId, notifiedAt, claimId, policyId, customerId } = claim;
  const closed = { queueKey: undefined, openKey: undefined, queuedAt: undefined };
  return {
    listingKey: listingKey(partnerId, notifiedAt, claimId),
    policyId,
    customerId,
    ...closed,
    ...queueIndexes(claim),
  };
}

function ofConsent(consent: Consent): Keys {
  const { partnerId, createdAt, consentId, customerId } = consent;
  const dueAt = endsBy(consent);
  const dueKey = dueAt === undefined ? undefined : DUE;
  return { listingKey: listingKey(partnerId, createdAt, consentId), customerId, dueKey, dueAt };
}

function ofCustomer({ erasure }: Customer): Keys {
  return erasure?.status === 'running'
    ? { dueKey: DUE, dueAt: erasure.requestedAt }
    : { dueKey: undefined, dueAt: undefined };
}

function ofDevice({ policyId, consentId, customerId, pseudonym }: Device): Keys {
  return { policyId, consentId, customerId, pseudonym };
}

function ofScore({ staleAt }: DrivingScore): Keys {
  return { dueKey: staleAt === undefined ? undefined : DUE, dueAt: staleAt };
}

/** What was due some minutes ago: the jobs have run since. Policies come to their errand step by step. */
function overdue(world: World): string[] {
  const late = new Date(Date.now() - LATE_MS).toISOString();
  const waiting = ['Consents', 'Customers', 'Policies', 'Scores', 'Cursors'].flatMap((table) =>
    itemsIn(world, table),
  );
  const due = waiting.filter(({ dueAt }) => dueAt?.S !== undefined && dueAt.S < late);
  return due.map(({ dueAt, doc }) => `what was due at ${dueAt?.S} is not done: ${doc?.S?.slice(0, 80)}`);
}
