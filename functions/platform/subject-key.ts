import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from './batch.ts';
import type { Write } from './commit.ts';
import { dynamodb } from './dynamodb.ts';
import { keyItem, keysTable } from './kept-key.ts';
import { expand, keyFor } from './master-key.ts';
import { type Place, seal, unseal } from './seal.ts';

/** What the records of a subject are sealed under. Never kept beyond a request: an erasure takes effect at once. */
export interface SubjectKey {
  subjectId: string;
  secret: KeyObject;
}

/** A customer's key as it is kept, and whether the customer has had processing restricted. */
export interface KeptKey {
  key: SubjectKey;
  restricted: boolean;
}

/**
 * The key of a subject that is no customer: a quote, a change, a consent. It follows from the subject's id, needs no
 * keeping, and cannot be destroyed: what is under it is forgotten by itself.
 */
export async function temporaryKey(subjectId: string): Promise<SubjectKey> {
  return { subjectId, secret: expand(await keyFor('temporary'), subjectId) };
}

/** A new key, and the write that keeps it: refused where its subject has one already. */
export interface NewKey {
  key: SubjectKey;
  write: Write;
}

/** A random key for a new customer, who has one policy. */
export function newSubjectKey(subjectId: string): Promise<NewKey> {
  return newKey(subjectId, { policies: { N: '1' } });
}

/** A random key for somebody who is no customer, such as the witness of a loss: a subject of their own. */
export function newPersonKey(subjectId: string): Promise<NewKey> {
  return newKey(subjectId, {});
}

async function newKey(subjectId: string, attributes: Item): Promise<NewKey> {
  const secret = randomBytes(32);
  const wrapped = seal(await keyFor('wrapping'), placeOf(subjectId), secret);
  return {
    key: { subjectId, secret: createSecretKey(secret) },
    write: {
      Put: {
        TableName: keysTable(),
        Item: { ...keyItem(subjectId), wrapped: { S: wrapped }, ...attributes },
        ConditionExpression: 'attribute_not_exists(subjectId)',
      },
    },
  };
}

/** A customer's key, strongly consistent; undefined once it was destroyed. */
export async function readKey(subjectId: string): Promise<KeptKey | undefined> {
  const { Item: item } = await dynamodb.send(
    new GetItemCommand({ TableName: keysTable(), Key: keyItem(subjectId), ConsistentRead: true }),
  );
  return unwrap(item);
}

/** The key in an item of the table of keys. Throws `BrokenSeal` where it is not the one of its subject. */
export async function unwrap(item: Item | undefined): Promise<KeptKey | undefined> {
  const { subjectId, wrapped, restricted } = item ?? {};
  if (subjectId?.S === undefined || wrapped?.S === undefined) return undefined;
  const secret = unseal(await keyFor('wrapping'), placeOf(subjectId.S), wrapped.S);
  return {
    key: { subjectId: subjectId.S, secret: createSecretKey(secret) },
    restricted: restricted?.BOOL === true,
  };
}

function placeOf(subjectId: string): Place {
  return { subjectId, recordId: 'key' };
}
