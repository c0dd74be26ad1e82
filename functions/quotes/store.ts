import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Instant } from '../platform/clock.ts';
import type { Change } from '../platform/commit.ts';
import { type Due, pagesDue } from '../platform/due.ts';
import { dynamodb } from '../platform/dynamodb.ts';
import { variable } from '../platform/env.ts';
import { newId } from '../platform/ids.ts';
import { readLedger } from '../platform/ledger.ts';
import { listIds, listingKey, readDocs, shardOf } from '../platform/listing.ts';
import { evolve, isOpen, type Quote, type QuoteEvent } from './quote.ts';

/** What a change of a quote needs beside the event itself. */
export type QuoteChange = Pick<Change, 'occurredAt' | 'origin' | 'records'>;

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

/** A quote (undefined: a new one) after one more event, and what commits it, alone or along with others. */
export function changeOf(
  before: Quote | undefined,
  event: QuoteEvent,
  about: QuoteChange,
): { quote: Quote; change: Change } {
  const quote = evolve(before, event);
  return {
    quote,
    change: {
      ...about,
      aggregateId: quote.quoteId,
      expectedVersion: quote.version - 1,
      events: [{ eventId: newId('evt'), ...event }],
      state: { table: table(), key: 'quoteId', doc: quote, indexes: indexesOf(quote) },
    },
  };
}

/** A page of a partner's quotes, newest first, from before a quote id on; `more` tells whether others follow. */
export async function listQuotes(
  partnerId: string,
  before: string | undefined,
  limit: number,
): Promise<{ quotes: Quote[]; more: boolean }> {
  const { ids, more } = await listIds({ table: table(), idName: 'quoteId' }, partnerId, before, limit);
  return { quotes: await readDocs<Quote>(table(), 'quoteId', ids), more };
}

/** Open quotes whose time has passed by an instant, in pages of so many of each shard. */
export function overdueQuotes(by: Instant, perShard: number): AsyncIterable<Due[]> {
  const keys = { idName: 'quoteId', keyName: 'expiryKey', keyPrefix: 'open', atName: 'validUntil' };
  return pagesDue({ table: table(), index: 'expiry', ...keys }, by, perShard);
}

function indexesOf({ quoteId, partnerId, createdAt, validUntil, status }: Quote): Record<string, string> {
  return {
    listingKey: listingKey(partnerId, createdAt, quoteId),
    // Only open quotes can expire; the others leave the index.
    ...(isOpen(status) && { expiryKey: `open#${shardOf(quoteId)}`, validUntil }),
  };
}

function table(): string {
  return variable('QUOTES_TABLE');
}
