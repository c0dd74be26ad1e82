import { BatchGetItemCommand, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { type Change, commit, type Outcome } from '../platform/commit.ts';
import { dynamodb } from '../platform/dynamodb.ts';
import { variable } from '../platform/env.ts';
import { newId } from '../platform/ids.ts';
import { readLedger } from '../platform/ledger.ts';
import { evolve, isOpen, type Quote, type QuoteEvent } from './quote.ts';

/**
 * The indexes spread one partner's quotes, and all open ones, over so many keys: each key takes 1,000 writes a
 * second, so eight carry the largest tier's 5,000 requests a second.
 */
const SHARDS = 8;

/** Lists reach back to the start of the year before. */
const LISTED_YEARS = 2;

/** What a change of a quote needs beside the event itself. */
export type QuoteChange = Pick<Change, 'occurredAt' | 'origin' | 'idempotency'>;

/** The quote by its id, strongly consistent, or undefined. */
export async function findQuote(quoteId: string): Promise<Quote | undefined> {
  const { Item: item } = await dynamodb.send(
    new GetItemCommand({ TableName: table(), Key: { quoteId: { S: quoteId } }, ConsistentRead: true }),
  );
  return item?.doc?.S === undefined ? undefined : JSON.parse(item.doc.S);
}

/** The quote as it was at a version, from the ledger. */
export async function findQuoteAt(quoteId: string, version: number): Promise<Quote | undefined> {
  const entries = await readLedger(quoteId, version);
  return entries
    .flatMap(({ events }) => events as unknown as QuoteEvent[])
    .reduce<Quote | undefined>(evolve, undefined);
}

/** Writes what happened to a quote (undefined: a new one), and gives the quote as it is then. */
export async function saveQuote(
  before: Quote | undefined,
  event: QuoteEvent,
  change: QuoteChange,
  deadline: number,
): Promise<{ outcome: Outcome; quote: Quote }> {
  const quote = evolve(before, event);
  const outcome = await commit(
    {
      ...change,
      aggregateId: quote.quoteId,
      expectedVersion: before?.version ?? 0,
      events: [{ eventId: newId('evt'), ...event }],
      state: { table: table(), key: 'quoteId', doc: quote, indexes: indexesOf(quote) },
    },
    deadline,
  );
  return { outcome, quote };
}

/** A page of a partner's quotes, newest first, from before a quote id on; `more` tells whether others follow. */
export async function listQuotes(
  partnerId: string,
  before: string | undefined,
  limit: number,
): Promise<{ quotes: Quote[]; more: boolean }> {
  const ids: string[] = [];
  const thisYear = new Date().getUTCFullYear();
  for (let year = thisYear; year > thisYear - LISTED_YEARS && ids.length <= limit; year--) {
    const shards = await Promise.all(
      shardNumbers().map((shard) => listedIds(`${partnerId}#${year}#${shard}`, before, limit + 1)),
    );
    ids.push(...shards.flat().sort().reverse());
  }
  return { quotes: await readAll(ids.slice(0, limit)), more: ids.length > limit };
}

/** Ids of open quotes whose time has passed by an instant, the longest overdue of each shard first. */
export async function overdueQuoteIds(now: string, limitPerShard: number): Promise<string[]> {
  const shards = await Promise.all(
    shardNumbers().map((shard) =>
      dynamodb.send(
        new QueryCommand({
          TableName: table(),
          IndexName: 'expiry',
          KeyConditionExpression: 'expiryKey = :key AND validUntil <= :now',
          ExpressionAttributeValues: { ':key': { S: `open#${shard}` }, ':now': { S: now } },
          Limit: limitPerShard,
        }),
      ),
    ),
  );
  return shards.flatMap(({ Items: items }) => (items ?? []).map(({ quoteId }) => quoteId?.S ?? ''));
}

async function listedIds(listingKey: string, before: string | undefined, limit: number): Promise<string[]> {
  const { Items: items } = await dynamodb.send(
    new QueryCommand({
      TableName: table(),
      IndexName: 'listing',
      KeyConditionExpression: 'listingKey = :key AND quoteId < :before',
      // No quote id sorts after the tilde.
      ExpressionAttributeValues: { ':key': { S: listingKey }, ':before': { S: before ?? '~' } },
      ScanIndexForward: false,
      Limit: limit,
    }),
  );
  return (items ?? []).map(({ quoteId }) => quoteId?.S ?? '');
}

/** The quotes of these ids in their order; DynamoDB may answer a batch in parts. */
async function readAll(ids: readonly string[]): Promise<Quote[]> {
  const found = new Map<string, Quote>();
  let keys = ids.map((id) => ({ quoteId: { S: id } }));
  while (keys.length > 0) {
    const { Responses: responses, UnprocessedKeys: unprocessed } = await dynamodb.send(
      new BatchGetItemCommand({ RequestItems: { [table()]: { Keys: keys } } }),
    );
    for (const { doc } of responses?.[table()] ?? []) {
      const quote: Quote = JSON.parse(doc?.S ?? '');
      found.set(quote.quoteId, quote);
    }
    keys = (unprocessed?.[table()]?.Keys ?? []) as typeof keys;
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}

function indexesOf({ quoteId, partnerId, createdAt, validUntil, status }: Quote): Record<string, string> {
  const shard = shardOf(quoteId);
  return {
    listingKey: `${partnerId}#${createdAt.slice(0, 4)}#${shard}`,
    // Only open quotes can expire; the others leave the index.
    ...(isOpen(status) && { expiryKey: `open#${shard}`, validUntil }),
  };
}

/** The last character of a ULID is random, and spreads well enough over the shards. */
function shardOf(quoteId: string): number {
  return quoteId.charCodeAt(quoteId.length - 1) % SHARDS;
}

function shardNumbers(): number[] {
  return Array.from({ length: SHARDS }, (_, shard) => shard);
}

function table(): string {
  return variable('QUOTES_TABLE');
}
