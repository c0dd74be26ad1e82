import { StreamViewType } from 'aws-cdk-lib/aws-dynamodb';
import { number, type TableShape, text } from '../constructs/house-table.ts';

/** What time will do something to; an item leaves when nothing more is to come. */
const due = ['dueKey', 'dueAt'] as const;

/** What is known of persons, sealed, and what unseals it: the vault's key encrypts both. */
export const vaultTables = {
  vault: {
    partitionKey: text('subjectId'),
    sortKey: text('recordId'),
    indexes: { plate: ['plateKey', 'policyId'] },
    timeToLiveAttribute: 'expiresAt',
    // What was forgotten can be brought back for so long, and then no more.
    recoverableDays: 7,
  },
  // Erasing a customer destroys the key: this is for how long it can be brought back, and the customer with it.
  keys: { partitionKey: text('subjectId'), recoverableDays: 1 },
} as const satisfies Record<string, TableShape>;

/** For what holds positions: a backup of it would outlive the deletion that its driver was promised. */
const FORGOTTEN_FOR_GOOD =
  'Holds where somebody drove: the end of the consent deletes it, and no backup may bring it back.';

/** Where and how somebody drove, by the pseudonym of a device. Nothing in them says whose it is. */
export const drivingTables = {
  // What devices sent, packed: an item for each batch, and each hour of one that is longer.
  telemetry: {
    partitionKey: text('pseudonym'),
    sortKey: text('batch'),
    timeToLiveAttribute: 'expiresAt',
    unrecoverable: FORGOTTEN_FOR_GOOD,
  },
  // How far each device's trips are put together, and when the last of them is to be closed.
  cursors: {
    partitionKey: text('pseudonym'),
    indexes: { due },
    timeToLiveAttribute: 'expiresAt',
    unrecoverable: FORGOTTEN_FOR_GOOD,
  },
  trips: {
    partitionKey: text('pseudonym'),
    sortKey: text('place'),
    indexes: { trip: ['tripId', 'pseudonym'] },
    timeToLiveAttribute: 'expiresAt',
    unrecoverable: FORGOTTEN_FOR_GOOD,
  },
} as const satisfies Record<string, TableShape>;

/** All else: ids, pseudonyms and facts. */
export const houseTables = {
  quotes: {
    partitionKey: text('quoteId'),
    // Open quotes only: a quote leaves the second when it expires or is bound.
    indexes: { listing: ['listingKey', 'quoteId'], expiry: ['expiryKey', 'validUntil'] },
  },
  policies: {
    partitionKey: text('policyId'),
    indexes: {
      listing: ['listingKey', 'policyId'],
      number: ['numberKey', 'policyId'],
      // A renewal to offer or to issue, an end to state.
      due,
      customer: ['customerId', 'policyId'],
    },
  },
  segments: { partitionKey: text('policyId'), sortKey: text('from') },
  // Restorable although it forgets: a locked price is a promise for as long as it is valid.
  changes: {
    partitionKey: text('changeId'),
    // Those that were not issued: what was said for them is still theirs.
    indexes: { policy: ['policyId', 'changeId'] },
    timeToLiveAttribute: 'expiresAt',
  },
  claims: {
    partitionKey: text('claimId'),
    indexes: {
      listing: ['listingKey', 'claimId'],
      policy: ['policyId', 'claimId'],
      customer: ['customerId', 'claimId'],
      // What waits for somebody, in one queue and in any: a claim leaves both when it is closed.
      queue: ['queueKey', 'queuedAt'],
      open: ['openKey', 'queuedAt'],
    },
  },
  customers: { partitionKey: text('customerId'), indexes: { due } },
  identities: { partitionKey: text('identityKey') },
  // Forgets a consent two years after its end.
  consents: {
    partitionKey: text('consentId'),
    indexes: { listing: ['listingKey', 'consentId'], customer: ['customerId', 'consentId'], due },
    timeToLiveAttribute: 'expiresAt',
  },
  // Which device is on which policy, and under which pseudonym its driving lies in tables of its own.
  devices: {
    partitionKey: text('deviceId'),
    indexes: {
      policy: ['policyId', 'deviceId'],
      consent: ['consentId', 'deviceId'],
      customer: ['customerId', 'deviceId'],
      // A device leaves it when its driving is deleted.
      driver: ['pseudonym', 'deviceId'],
    },
    // For so long a pseudonym can be brought back that was forgotten; what was driven under it cannot.
    recoverableDays: 1,
  },
  // Of driving, all that the insurer's side has: a score for each policy, and how far was driven.
  // It becomes due as a trip is no longer looked back on.
  scores: { partitionKey: text('scoreId'), indexes: { due } },
  // What was released of each customer, chained: receipts, the head, checkpoints.
  releases: { partitionKey: text('customerId'), sortKey: text('entry') },
  ledger: {
    partitionKey: text('aggregateId'),
    sortKey: number('version'),
    stream: StreamViewType.NEW_AND_OLD_IMAGES,
  },
  idempotency: {
    partitionKey: text('requestKey'),
    timeToLiveAttribute: 'expiresAt',
    unrecoverable:
      'Remembers answers for retries and forgets them within a day; a restored one would be stale.',
  },
  partners: { partitionKey: text('clientId') },
} as const satisfies Record<string, TableShape>;

export type TableName = keyof typeof vaultTables | keyof typeof drivingTables | keyof typeof houseTables;
