import type { ConditionCheck, Delete, Put, TransactWriteItem, Update } from '@aws-sdk/client-dynamodb';
import type { Instant } from './clock.ts';
import { variable } from './env.ts';
import { type IdempotencyMark, rememberAnswer } from './idempotency.ts';
import { type LedgerEvent, type Origin, toItem } from './ledger.ts';
import { transact } from './transaction.ts';

/** One item to write, to alter or to delete, or that must be as is said. */
export type Write =
  | { Put: Put }
  | { Update: Update }
  | { Delete: Delete }
  | { ConditionCheck: ConditionCheck };

/** An aggregate's new state as its room stores it. */
export interface State {
  table: string;
  /** Name of the table's key attribute; its value is the aggregate's id. */
  key: string;
  /** The whole state; stored as JSON text, which costs a fraction of an attribute map to write and read. */
  doc: object;
  /** Key attributes of the table's indexes. One that is left out leaves its index. */
  indexes: Record<string, string>;
  /** When DynamoDB may forget it, in epoch seconds. */
  expiresAt?: number;
}

/** A change to one aggregate. */
export interface Change {
  aggregateId: string;
  /** The version that the decision was made on; 0 makes a new aggregate. */
  expectedVersion: number;
  occurredAt: Instant;
  events: readonly LedgerEvent[];
  state: State;
  origin: Origin;
  /** Further items, which are written as the version allows. One with a condition of its own is a guard too. */
  records?: readonly Write[];
}

/** Changes that belong together. Everything in them is written, or nothing. */
export interface Commitment {
  /** The first is the one that the answer shows: the idempotency record refers to it. */
  changes: readonly [Change, ...Change[]];
  idempotency?: IdempotencyMark | undefined;
  /** What else must still hold when the changes are written, such as a live consent. */
  conditions?: readonly ConditionCheck[];
}

/** What became of a commitment. All but `committed` wrote nothing. */
export type Outcome = 'committed' | 'version-conflict' | 'duplicate-request' | 'condition-failed';

/** An item of the transaction, and what it means when its condition does not hold. */
interface Guarded {
  item: TransactWriteItem;
  refusal: Exclude<Outcome, 'committed'>;
}

/**
 * Writes changes: states (guarded by their versions), ledger entries, records, idempotency record and conditions
 * in one transaction. Retries transient cancellations with jitter until `deadline` (epoch milliseconds), then
 * throws the cancellation. Throws at once what is too much for one transaction.
 */
export async function commit(commitment: Commitment, deadline: number): Promise<Outcome> {
  const guarded = transaction(commitment);
  const items = guarded.map(({ item }) => item);
  const failed = await transact(items, deadline);
  return failed === undefined ? 'committed' : refusedBy(failed, guarded);
}

function transaction({ changes, idempotency, conditions = [] }: Commitment): Guarded[] {
  const [first] = changes;
  const answer = idempotency && rememberAnswer(idempotency, first.aggregateId, first.expectedVersion + 1);
  return [
    ...changes.flatMap(writesOf).map((item) => ({ item, refusal: 'version-conflict' as const })),
    ...(answer ? [{ item: { Put: answer }, refusal: 'duplicate-request' as const }] : []),
    ...conditions.map((check) => ({
      item: { ConditionCheck: check },
      refusal: 'condition-failed' as const,
    })),
  ];
}

function writesOf(change: Change): Write[] {
  const version = change.expectedVersion + 1;
  return [
    { Put: putState(change, version) },
    { Put: appendToLedger(change, version) },
    ...(change.records ?? []),
  ];
}

function putState({ state, aggregateId, expectedVersion }: Change, version: number): Put {
  const indexes = Object.entries(state.indexes).map(([name, value]) => [name, { S: value }]);
  return {
    TableName: state.table,
    Item: {
      [state.key]: { S: aggregateId },
      version: { N: String(version) },
      doc: { S: JSON.stringify(state.doc) },
      ...(state.expiresAt !== undefined && { expiresAt: { N: String(state.expiresAt) } }),
      ...Object.fromEntries(indexes),
    },
    ...(expectedVersion === 0
      ? { ConditionExpression: 'attribute_not_exists(version)' }
      : {
          ConditionExpression: 'version = :expected',
          ExpressionAttributeValues: { ':expected': { N: String(expectedVersion) } },
        }),
  };
}

function appendToLedger({ aggregateId, occurredAt, events, origin }: Change, version: number): Put {
  return {
    TableName: variable('LEDGER_TABLE'),
    Item: toItem({ aggregateId, version, occurredAt, events, ...origin }),
    ConditionExpression: 'attribute_not_exists(aggregateId)',
  };
}

/** What refusals mean when there are several: the first of these that is among them. */
const PRECEDENCE = ['duplicate-request', 'condition-failed', 'version-conflict'] as const;

/**
 * Which guard said no. A repeated request fails on its version too, so its key is looked at first: its sender
 * wants the first answer, not a conflict.
 */
function refusedBy(failed: readonly number[], guarded: readonly Guarded[]): Guarded['refusal'] {
  const refusals = failed.map((place) => guarded[place]?.refusal);
  return PRECEDENCE.find((outcome) => refusals.includes(outcome)) ?? 'version-conflict';
}
