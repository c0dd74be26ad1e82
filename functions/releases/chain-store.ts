import {
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { backOff } from '../platform/back-off.ts';
import type { Item } from '../platform/batch.ts';
import { dynamodb } from '../platform/dynamodb.ts';
import { variable } from '../platform/env.ts';
import { type ChainedReceipt, chain, type Receipt } from './receipt.ts';

/** The places of a customer's chain, by what their sort key begins with. Nothing is ever written to one again. */
const PLACE = 'seq#';

/** The checkpoints of a customer's chain, by what their sort key begins with. */
export const CHECKPOINT = 'checkpoint#';

/** Says that a receipt has its place: a stream may bring it more than once. */
const RECEIPT = 'receipt#';

/** Reasons of DynamoDB why a receipt may get a place a moment later: another was faster, or is at it. */
const PASSING = new Set(['ConditionalCheckFailed', 'TransactionConflict', 'ThrottlingError']);

/**
 * Writes a receipt behind the last of its customer's chain, unless it has a place in it already. Whoever else does so
 * at the same time comes before it or after it. Throws where no place was free until `deadline` (epoch milliseconds).
 */
export async function appendReceipt(receipt: Receipt, deadline: number): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    if (await tryPlace(chain(await findLastReceipt(receipt.customerId), receipt))) return;
    if (!(await backOff(attempt, deadline))) throw new Error('no place in the chain was free in time');
  }
}

/** Whether a receipt is in the chain: it is now, or was before. */
async function tryPlace(receipt: ChainedReceipt): Promise<boolean> {
  const { customerId, receiptId, seq } = receipt;
  const mark = keyOf(customerId, `${RECEIPT}${receiptId}`);
  const place = { ...keyOf(customerId, numbered(PLACE, seq)), doc: { S: JSON.stringify(receipt) } };
  try {
    await dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [mark, place].map(once) }));
    return true;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const [marked = '', placed = ''] = (error.CancellationReasons ?? []).map(({ Code: code = '' }) => code);
    if (marked === 'ConditionalCheckFailed') return true;
    if (PASSING.has(marked) || PASSING.has(placed)) return false;
    throw error;
  }
}

/** The last receipt of a customer's chain, or the last below a number; undefined where there is none. */
export async function findLastReceipt(
  customerId: string,
  before?: number,
): Promise<ChainedReceipt | undefined> {
  const [item] = await newestEntries(customerId, PLACE, { before, limit: 1 });
  return item && receiptIn(item);
}

/** A page of a customer's receipts, newest first, from before a number on. */
export async function listReleases(
  customerId: string,
  before: number | undefined,
  limit: number,
): Promise<{ receipts: ChainedReceipt[]; more: boolean }> {
  const items = await newestEntries(customerId, PLACE, { before, limit: limit + 1 });
  return { receipts: items.slice(0, limit).map(receiptIn), more: items.length > limit };
}

/** A signed checkpoint, and the number of the receipt that it reaches to. */
export interface SignedCheckpoint {
  seq: number;
  jws: string;
}

/**
 * The newest checkpoint of a customer's chain; undefined before the first. Whoever holds the chain to it reads it before
 * the chain, which then is as long at least.
 */
export async function findCheckpoint(customerId: string): Promise<SignedCheckpoint | undefined> {
  const [item] = await newestEntries(customerId, CHECKPOINT, { limit: 1 });
  return item && { seq: Number(item.seq?.N), jws: item.jws?.S ?? '' };
}

interface Range {
  /** The number that all of them are below. */
  before?: number | undefined;
  limit: number;
}

/** What lies under a customer in numbered entries of one kind, the highest number first, strongly consistent. */
async function newestEntries(customerId: string, prefix: string, { before, limit }: Range): Promise<Item[]> {
  const { Items: items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: releasesTable(),
      KeyConditionExpression: 'customerId = :id AND #entry BETWEEN :first AND :last',
      ExpressionAttributeNames: { '#entry': 'entry' },
      ExpressionAttributeValues: {
        ':id': { S: customerId },
        ':first': { S: prefix },
        // No number sorts after the tilde.
        ':last': { S: before === undefined ? `${prefix}~` : numbered(prefix, before - 1) },
      },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: limit,
    }),
  );
  return items;
}

/** The name of an entry, which sorts by its number. */
export function numbered(prefix: string, seq: number): string {
  return `${prefix}${String(seq).padStart(12, '0')}`;
}

/** The key of something that lies under a customer. */
export function keyOf(customerId: string, entry: string): Item {
  return { customerId: { S: customerId }, entry: { S: entry } };
}

/** The table of the chains. */
export function releasesTable(): string {
  return variable('RELEASES_TABLE');
}

function once(item: Item) {
  const condition = 'attribute_not_exists(customerId)';
  return { Put: { TableName: releasesTable(), Item: item, ConditionExpression: condition } };
}

function receiptIn({ doc }: Item): ChainedReceipt {
  return JSON.parse(doc?.S ?? '');
}
