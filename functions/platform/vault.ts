import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { type Item, type Placed, readItems, readPlaced } from './batch.ts';
import type { Write } from './commit.ts';
import { dynamodb } from './dynamodb.ts';
import { variable } from './env.ts';
import { keyItem, keysTable } from './kept-key.ts';
import { seal, unseal } from './seal.ts';
import { type SubjectKey, temporaryKey, unwrap } from './subject-key.ts';

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

/** Whose records are to be read, and which. */
export interface Wanted {
  subjectId: string;
  recordIds: readonly string[];
}

/** What is kept of a subject, and whether the subject has had processing restricted. */
export interface Kept {
  records: Contents;
  restricted: boolean;
}

/**
 * The contents of a customer's records, strongly consistent, read along with the key that opens them; what is not there
 * is left out. Nothing is there once the key was destroyed.
 */
export async function readRecords(customerId: string, recordIds: readonly string[]): Promise<Kept> {
  const subjects = await readSubjects([{ subjectId: customerId, recordIds }]);
  return subjects.get(customerId) ?? { records: new Map(), restricted: false };
}

/**
 * The same of several subjects with keys of their own, in as few batches as keys and records fit in. A subject whose key
 * was destroyed is left out; none may be named twice.
 */
export async function readSubjects(wanted: readonly Wanted[]): Promise<ReadonlyMap<string, Kept>> {
  const found = await readPlaced(wanted.flatMap(placesOf), { consistent: true });
  const itemsIn = (table: string) => found.filter((each) => each.table === table).map(({ item }) => item);
  const records = Map.groupBy(itemsIn(vaultTable()), ({ subjectId }) => subjectId?.S);
  const keys = await Promise.all(itemsIn(keysTable()).map(unwrap));
  return new Map(
    keys
      .filter((kept) => kept !== undefined)
      .map(({ key, restricted }) => {
        const { subjectId } = key;
        return [subjectId, { records: contentsOf(key, records.get(subjectId) ?? []), restricted }];
      }),
  );
}

function placesOf({ subjectId, recordIds }: Wanted): Placed[] {
  const records = [...new Set(recordIds)].map((recordId) => recordItem(subjectId, recordId));
  return [
    { table: keysTable(), item: keyItem(subjectId) },
    ...records.map((item) => ({ table: vaultTable(), item })),
  ];
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
