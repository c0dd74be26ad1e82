import {
  type CancellationReason,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { backOff } from './back-off.ts';
import { dynamodb } from './dynamodb.ts';

/** DynamoDB's own limit for a transaction. */
const MAX_ITEMS = 100;

/** Reasons of DynamoDB that say "not now": the same transaction may pass a moment later. */
const TRANSIENT = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

/**
 * Writes all items, or none. Undefined once they are written, or else the places of those whose condition did not hold.
 * Retries transient cancellations with jitter until `deadline` (epoch milliseconds), then throws the cancellation. Throws
 * at once what is too much for one transaction.
 */
export async function transact(items: TransactWriteItem[], deadline: number): Promise<number[] | undefined> {
  if (items.length > MAX_ITEMS) throw new RangeError(`a transaction cannot hold ${items.length} items`);
  for (let attempt = 1; ; attempt++) {
    try {
      await dynamodb.send(new TransactWriteItemsCommand({ TransactItems: items }));
      return undefined;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const reasons = error.CancellationReasons ?? [];
      const failed = placesOf(reasons, 'ConditionalCheckFailed');
      if (failed.length > 0) return failed;
      if (!isTransient(reasons) || !(await backOff(attempt, deadline))) throw error;
    }
  }
}

function placesOf(reasons: readonly CancellationReason[], code: string): number[] {
  return reasons.flatMap((reason, place) => (reason.Code === code ? [place] : []));
}

function isTransient(reasons: readonly CancellationReason[]): boolean {
  return reasons.some(({ Code: code }) => code !== undefined && TRANSIENT.has(code));
}
