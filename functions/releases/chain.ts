import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { fromItem } from '../platform/ledger.ts';
import { describeError, log } from '../platform/log.ts';
import { appendReceipt } from './chain-store.ts';
import { signChain } from './checkpoint-store.ts';
import { type Receipt, receiptIn } from './receipt.ts';

/** Time kept to report what could not be done. */
const MARGIN_MS = 1_000;

/** A receipt, and its place in the stream. */
interface Arrival {
  receipt: Receipt;
  sequenceNumber: string;
}

/**
 * Chains the ledger's receipts, each customer's into one without a gap, and signs where each chain has come to by the
 * end of the batch. Shards may bring receipts of one customer side by side, and bring one again.
 */
export async function handler(
  { Records: records }: DynamoDBStreamEvent,
  context: Context,
): Promise<DynamoDBBatchResponse> {
  const deadline = Date.now() + context.getRemainingTimeInMillis() - MARGIN_MS;
  const added = records.filter(({ eventName }) => eventName === 'INSERT');
  const customers = Map.groupBy(added.map(arrivalOf), ({ receipt }) => receipt.customerId);
  const outcomes = await Promise.all(
    [...customers].map(([customerId, arrivals]) => lengthen(customerId, arrivals, deadline)),
  );
  const failed = outcomes.filter((sequenceNumber) => sequenceNumber !== undefined);
  log.info('chained', { receipts: added.length, customers: customers.size, failed: failed.length });
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

function arrivalOf({ dynamodb }: DynamoDBRecord): Arrival {
  const receipt = receiptIn(fromItem(dynamodb?.NewImage ?? {}));
  return { receipt, sequenceNumber: dynamodb?.SequenceNumber ?? '' };
}

/** The sequence number from which on the stream is to bring a customer's receipts again; undefined when all is done. */
async function lengthen(
  customerId: string,
  arrivals: readonly Arrival[],
  deadline: number,
): Promise<string | undefined> {
  let done = 0;
  try {
    for (const { receipt } of arrivals) {
      await appendReceipt(receipt, deadline);
      done++;
    }
    await signChain(customerId);
    return undefined;
  } catch (error) {
    log.error('a chain could not be lengthened', { customerId, error: describeError(error) });
    // What is in the chain but not signed is brought again to be signed.
    return (arrivals[done] ?? arrivals[0])?.sequenceNumber;
  }
}
