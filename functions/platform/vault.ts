import { GetItemCommand, QueryCommand, type QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { type Item, readItems } from './batch.ts';
import type { Write } from './commit.ts';
import { dynamodb } from './dynamodb.ts';
import { variable } from './env.ts';

/**
 * What is known of a person, kept apart from everything else under whom it is about, so that forgetting a person
 * touches no state, event or price. A record is written once and never changed.
 */
export interface VaultRecord {
  /** Whose it is: a customer, or for as long as nobody is, the quote or change that it was said for. */
  subjectId: string;
  /** Names the record among those of its subject. */
  recordId: string;
  content: object;
  /** When it is forgotten by itself, in epoch seconds. */
  expiresAt?: number;
  /** Where a vehicle's plate is to be found again. */
  plate?: { partnerId: string; plate: string; policyId: string };
}

/** More policies than this no plate ever had; an index that says so is not to be read to its end. */
const MAX_OF_PLATE = 100;

/** The write that keeps a record. Refused where there is one of its name already. */
export function keep({ subjectId, recordId, content, expiresAt, plate }: VaultRecord): Write {
  return {
    Put: {
      TableName: table(),
      Item: {
        ...keyOf(subjectId, recordId),
        content: { S: JSON.stringify(content) },
        ...(expiresAt !== undefined && { expiresAt: { N: String(expiresAt) } }),
        ...(plate && {
          plateKey: { S: plateKey(plate.partnerId, plate.plate) },
          policyId: { S: plate.policyId },
        }),
      },
      ConditionExpression: 'attribute_not_exists(recordId)',
    },
  };
}

/** The write that forgets a record, whether there is one or not. */
export function forget(subjectId: string, recordId: string): Write {
  return { Delete: { TableName: table(), Key: keyOf(subjectId, recordId) } };
}

/** The content of a record, strongly consistent; undefined where there is none, or its time is up. */
export async function readRecord<Content extends object>(
  subjectId: string,
  recordId: string,
): Promise<Content | undefined> {
  const { Item: item } = await dynamodb.send(
    new GetItemCommand({ TableName: table(), Key: keyOf(subjectId, recordId), ConsistentRead: true }),
  );
  return item && isLive(item) ? contentOf<Content>(item) : undefined;
}

/** The contents of a subject's records by their ids, strongly consistent; what is not there is left out. */
export async function readRecords(
  subjectId: string,
  recordIds: readonly string[],
): Promise<ReadonlyMap<string, object>> {
  const keys = [...new Set(recordIds)].map((recordId) => keyOf(subjectId, recordId));
  const items = await readItems(table(), keys, { consistent: true });
  return new Map(items.filter(isLive).map((item) => [item.recordId?.S ?? '', contentOf(item)]));
}

/** Ids of a partner's policies that a vehicle of this plate was ever insured under, newest first, 100 at most. */
export async function policiesByPlate(partnerId: string, plate: string): Promise<string[]> {
  // A policy that had several records of its vehicle is there for each of them: pages are not counted by records.
  const policyIds = new Set<string>();
  let last: Item | undefined;
  do {
    const { Items: items = [], LastEvaluatedKey: next } = await recordsOfPlate(partnerId, plate, last);
    for (const { policyId } of items) policyIds.add(policyId?.S ?? '');
    last = next;
  } while (last && policyIds.size < MAX_OF_PLATE);
  return [...policyIds].slice(0, MAX_OF_PLATE);
}

function recordsOfPlate(
  partnerId: string,
  plate: string,
  after: Item | undefined,
): Promise<QueryCommandOutput> {
  return dynamodb.send(
    new QueryCommand({
      TableName: table(),
      IndexName: 'plate',
      KeyConditionExpression: 'plateKey = :key',
      ExpressionAttributeValues: { ':key': { S: plateKey(partnerId, plate) } },
      ScanIndexForward: false,
      Limit: MAX_OF_PLATE,
      ...(after && { ExclusiveStartKey: after }),
    }),
  );
}

/** DynamoDB deletes an item only some time after its end. */
function isLive({ expiresAt }: Item): boolean {
  return expiresAt?.N === undefined || Number(expiresAt.N) * 1000 > Date.now();
}

function contentOf<Content extends object>({ content }: Item): Content {
  return JSON.parse(content?.S ?? '');
}

/** A plate as it is looked for: however it is written, `1-ABC 234` and `1abc234` are the same. */
function plateKey(partnerId: string, plate: string): string {
  return `${partnerId}#${plate.toUpperCase().replace(/[\s.-]/g, '')}`;
}

function keyOf(subjectId: string, recordId: string) {
  return { subjectId: { S: subjectId }, recordId: { S: recordId } };
}

function table(): string {
  return variable('VAULT_TABLE');
}
