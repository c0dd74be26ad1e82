import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { type Item, readItems, readPlaced } from './batch.ts';
import type { Write } from './commit.ts';
import { dynamodb } from './dynamodb.ts';
import { variable } from './env.ts';
import { seal, unseal } from './seal.ts';
import { keyItem, keysTable, type SubjectKey, temporaryKey, unwrap } from './subject-key.ts';

/**
 * What is known of a person, kept apart from everything else under whom it is about, so that forgetting a person
 * touches no state, event or price. A record is sealed under its subject's key, written once and never changed.
 */
export interface VaultRecord {
  /** Names the record among those of its subject. */
  recordId: string;
  content: object;
  /** When it is forgotten by itself, in epoch seconds. */
  expiresAt?: number;
  /** What a vehicle's record is found by: the pseudonym of its plate. */
  plate?: { plateKey: string; policyId: string };
}

/** The contents of records by their ids. */
export type Contents = ReadonlyMap<string, object>;

/** The write that keeps a record of whoever's key it is. Refused where there is one of its name already. */
export function keep(
  { subjectId, secret }: SubjectKey,
  { recordId, content, expiresAt, plate }: VaultRecord,
): Write {
  return {
    Put: {
      TableName: vaultTable(),
      Item: {
        ...recordItem(subjectId, recordId),
        content: { S: seal(secret, { subjectId, recordId }, JSON.stringify(content)) },
        ...(expiresAt !== undefined && { expiresAt: { N: String(expiresAt) } }),
        ...(plate && { plateKey: { S: plate.plateKey }, policyId: { S: plate.policyId } }),
      },
      ConditionExpression: 'attribute_not_exists(recordId)',
    },
  };
}

/** The write that forgets a record, whether there is one or not. */
export function forget(subjectId: string, recordId: string): Write {
  return { Delete: { TableName: vaultTable(), Key: recordItem(subjectId, recordId) } };
}

/**
 * The content of a record of a subject that is no customer, strongly consistent; undefined where there is none, or its
 * time is up.
 */
export async function readRecord<Content extends object>(
  subjectId: string,
  recordId: string,
): Promise<Content | undefined> {
  const { Item: item } = await dynamodb.send(
    new GetItemCommand({
      TableName: vaultTable(),
      Key: recordItem(subjectId, recordId),
      ConsistentRead: true,
    }),
  );
  return item && isLive(item) ? (contentOf(await temporaryKey(subjectId), item) as Content) : undefined;
}

/** The contents of records of a subject that is no customer, strongly consistent; what is not there is left out. */
export async function readTemporary(subjectId: string, recordIds: readonly string[]): Promise<Contents> {
  const keys = [...new Set(recordIds)].map((recordId) => recordItem(subjectId, recordId));
  const items = await readItems(vaultTable(), keys, { consistent: true });
  return contentsOf(await temporaryKey(subjectId), items);
}

/**
 * The contents of a customer's records, strongly consistent, read along with the key that opens them; what is not there
 * is left out. Nothing is there once the key was destroyed.
 */
export async function readRecords(
  customerId: string,
  recordIds: readonly string[],
): Promise<{ records: Contents; restricted: boolean }> {
  const table = vaultTable();
  const keys = [...new Set(recordIds)].map((recordId) => ({ table, item: recordItem(customerId, recordId) }));
  const wanted = [{ table: keysTable(), item: keyItem(customerId) }, ...keys];
  const found = await readPlaced(wanted, { consistent: true });
  const kept = await unwrap(found.find((each) => each.table !== table)?.item);
  if (!kept) return { records: new Map(), restricted: false };
  const items = found.filter((each) => each.table === table).map(({ item }) => item);
  return { records: contentsOf(kept.key, items), restricted: kept.restricted };
}

/** What a record's item holds. Throws `BrokenSeal` where it is sealed under another key, or was put elsewhere. */
export function contentOf({ subjectId, secret }: SubjectKey, item: Item): object {
  const recordId = idOf(item);
  return JSON.parse(unseal(secret, { subjectId, recordId }, item.content?.S ?? '').toString());
}

/** The id of the record in an item. */
export function idOf({ recordId }: Item): string {
  return recordId?.S ?? '';
}

/** Whether a record's time is not yet up: DynamoDB deletes an item only some time after its end. */
export function isLive({ expiresAt }: Item): boolean {
  return expiresAt?.N === undefined || Number(expiresAt.N) * 1000 > Date.now();
}

/** The key of a record's item. */
export function recordItem(subjectId: string, recordId: string): Item {
  return { subjectId: { S: subjectId }, recordId: { S: recordId } };
}

/** The table that records lie in. */
export function vaultTable(): string {
  return variable('VAULT_TABLE');
}

function contentsOf(key: SubjectKey, items: readonly Item[]): Contents {
  return new Map(items.filter(isLive).map((item) => [idOf(item), contentOf(key, item)]));
}
