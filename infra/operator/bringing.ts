import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { Item } from './copying.ts';
import { findTables, tableCalled } from './house.ts';
import type { Invoke } from './invoking.ts';

/** Which of the ledger's entries are to be brought, and to whom. */
export interface Bringing {
  stage: string;
  /** The ARN of what reads the ledger's stream: the relay, or the chain of releases. */
  reader: string;
  /** When the entries were made. */
  from: Date;
  to: Date;
}

/** What the mapping of the stream takes at most, too. */
const BATCH = 100;

/**
 * Hands a reader of the ledger's stream the entries of a span of time again, as the stream would: those of an aggregate
 * in their order. Readers know what they have had. Answers how many there were; throws where one was not taken.
 */
export async function bringAgain(
  client: DynamoDBClient,
  invoke: Invoke,
  { stage, reader, from, to }: Bringing,
): Promise<number> {
  const ledger = tableCalled(await findTables(client, stage), 'Ledger').name;
  // Lambda hands the chain its receipts only, by a filter of the mapping.
  const only = reader.includes('releasechain') ? ' AND begins_with(aggregateId, :receipt)' : '';
  const input = {
    TableName: ledger,
    FilterExpression: `occurredAt BETWEEN :from AND :to${only}`,
    ExpressionAttributeValues: {
      ':from': { S: from.toISOString() },
      ':to': { S: to.toISOString() },
      ...(only !== '' && { ':receipt': { S: 'rel_' } }),
    },
  };
  const entries: Item[] = [];
  for await (const { Items: page = [] } of paginateScan({ client }, input)) entries.push(...page);
  entries.sort(byAggregateAndVersion);
  for (let done = 0; done < entries.length; done += BATCH) {
    await bring(invoke, reader, entries.slice(done, done + BATCH));
  }
  return entries.length;
}

async function bring(invoke: Invoke, reader: string, entries: readonly Item[]): Promise<void> {
  const Records = entries.map((entry, index) => ({
    eventName: 'INSERT',
    eventSource: 'aws:dynamodb',
    dynamodb: { NewImage: entry, SequenceNumber: String(index), StreamViewType: 'NEW_AND_OLD_IMAGES' },
  }));
  const { batchItemFailures: [failed] = [] } = (await invoke(reader, { Records })) as {
    batchItemFailures?: { itemIdentifier: string }[];
  };
  if (!failed) return;
  const { aggregateId, version } = entries[Number(failed.itemIdentifier)] ?? {};
  throw new Error(`not taken: version ${version?.N} of ${aggregateId?.S}; its log says why`);
}

function byAggregateAndVersion(a: Item, b: Item): number {
  const order = (a.aggregateId?.S ?? '').localeCompare(b.aggregateId?.S ?? '');
  return order || Number(a.version?.N) - Number(b.version?.N);
}
