import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { fromItem } from '../platform/ledger.ts';
import { describeError, log } from '../platform/log.ts';
import { count } from '../platform/metric.ts';
import { appendReceipt } from './chain-store.ts';
import { leaveUnsigned, signChain, signLeft } from './checkpoint-store.ts';
import { type Receipt, receiptIn } from './receipt.ts';

/** Time kept to report what could not be done. */
const MARGIN_MS = 1_000;

/** A receipt, and its place in the stream; undefined where the record holds none that can be read. */
interface Arrival {
  receipt: Receipt | undefined;
  sequenceNumber: string;
}

/**
 * Chains the ledger's receipts, each customer's into one without a gap, and signs where each chain has come to by the
 * end of the batch. Shards may bring receipts of one customer side by side, and bring one again. What cannot be signed
 * holds no receipt up: it is signed along with a later batch. What cannot be read is reported, and goes to the dead
 * letters in the end; the ledger still has it.
 */
export async function handler(
  { Records: records }: DynamoDBStreamEvent,
  context: Context,
): Promise<DynamoDBBatchResponse> {
  const deadline = Date.now() + context.getRemainingTimeInMillis() - MARGIN_MS;
  const added = records.filter(({ eventName }) => eventName === 'INSERT');
  const customers = Map.groupBy(added.map(arrivalOf), ({ receipt }) => receipt?.customerId);
  const unreadable = customers.get(undefined) ?? [];
  customers.delete(undefined);
  const outcomes = await Promise.all(
    [...customers].map(([customerId = '', arrivals]) => lengthen(customerId, arrivals, deadline)),
  );
  const failed = [...outcomes, ...unreadable.map(({ sequenceNumber }) => sequenceNumber)].filter(
    (sequenceNumber) => sequenceNumber !== undefined,
  );
  await signLeft().catch(reportUnsigned);
  log.info('chained', { receipts: added.length, customers: customers.size, failed: failed.length });
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

function arrivalOf({ dynamodb }: DynamoDBRecord): Arrival {
  const { NewImage: image = {}, SequenceNumber: sequenceNumber = '' } = dynamodb ?? {};
  try {
    return { receipt: receiptIn(fromItem(image)), sequenceNumber };
  } catch (error) {
    log.error('a receipt could not be read', { sequenceNumber, error: describeError(error) });
    return { receipt: undefined, sequenceNumber };
  }
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
      if (receipt) await appendReceipt(receipt, deadline);
      done++;
    }
    await signChain(customerId).catch((error: unknown) => {
      reportUnsigned(error);
      return leaveUnsigned(customerId);
    });
    return undefined;
  } catch (error) {
    log.error('a chain could not be lengthened', { customerId, error: describeError(error) });
    // Where all are in the chain, and it could not be noted that it is unsigned, the last is brought again for that.
    return (arrivals[done] ?? arrivals.at(-1))?.sequenceNumber;
  }
}

function reportUnsigned(error: unknown): void {
  count('CheckpointFailed', 1);
  log.error('a chain could not be signed', { error: describeError(error) });
}
