import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CancellationReason,
  type ConditionCheck,
  type Put,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { Instant } from './clock.ts';
import { dynamodb } from './dynamodb.ts';
import { variable } from './env.ts';
import { type IdempotencyMark, rememberAnswer } from './idempotency.ts';
import { type LedgerEvent, type Origin, toItem } from './ledger.ts';

/** An aggregate's new state as its room stores it. */
export interface State {
  table: string;
  /** Name of the table's key attribute; its value is the aggregate's id. */
  key: string;
  /** The whole state; stored as JSON text, which costs a fraction of an attribute map to write and read. */
  doc: object;
  /** Key attributes of the table's indexes. One that is left out leaves its index. */
  indexes: Record<string, string>;
}

/** A change to one aggregate. Everything in it is written, or nothing. */
export interface Change {
  aggregateId: string;
  /** The version that the decision was made on; 0 makes a new aggregate. */
  expectedVersion: number;
  occurredAt: Instant;
  events: readonly LedgerEvent[];
  state: State;
  origin: Origin;
  idempotency?: IdempotencyMark | undefined;
  /** What else must still hold when the change is written, such as a live consent. */
  conditions?: readonly ConditionCheck[];
}

/** What became of a change. All but `committed` wrote nothing. */
export type Outcome = 'committed' | 'version-conflict' | 'duplicate-request' | 'condition-failed';

/** Reasons of DynamoDB that say "not now": the same transaction may pass a moment later. */
const TRANSIENT = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

/**
 * Writes a change: state (guarded by its version), ledger entry, idempotency record and conditions in one
 * transaction. Retries transient cancellations with jitter until `deadline` (epoch milliseconds), then throws
 * the cancellation.
 */
export async function commit(change: Change, deadline: number): Promise<Outcome> {
  const items = transaction(change);
  for (let attempt = 1; ; attempt++) {
    try {
      await dynamodb.send(new TransactWriteItemsCommand({ TransactItems: items }));
      return 'committed';
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const reasons = error.CancellationReasons ?? [];
      const outcome = refusedBy(reasons, change);
      if (outcome) return outcome;
      const pause = Math.random() * Math.min(10 * 2 ** attempt, 500);
      if (!isTransient(reasons) || Date.now() + pause >= deadline) throw error;
      await sleep(pause);
    }
  }
}

function transaction(change: Change): TransactWriteItem[] {
  const version = change.expectedVersion + 1;
  return [
    { Put: putState(change, version) },
    { Put: appendToLedger(change, version) },
    ...(change.idempotency ? [{ Put: rememberAnswer(change.idempotency, change.aggregateId, version) }] : []),
    ...(change.conditions ?? []).map((check) => ({ ConditionCheck: check })),
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

/**
 * Which guard said no. A repeated request fails on its version too, so its key is looked at first: its sender
 * wants the first answer, not a conflict.
 */
function refusedBy(reasons: readonly CancellationReason[], change: Change): Outcome | undefined {
  const failed = reasons.map((reason) => reason.Code === 'ConditionalCheckFailed');
  const firstCondition = change.idempotency ? 3 : 2;
  if (change.idempotency && failed[2]) return 'duplicate-request';
  if (failed.slice(firstCondition).includes(true)) return 'condition-failed';
  if (failed[0] || failed[1]) return 'version-conflict';
  return undefined;
}

function isTransient(reasons: readonly CancellationReason[]): boolean {
  return reasons.some(({ Code: code }) => code !== undefined && TRANSIENT.has(code));
}
