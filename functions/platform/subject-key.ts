import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { type ConditionCheck, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from './batch.ts';
import type { Write } from './commit.ts';
import { dynamodb } from './dynamodb.ts';
import { variable } from './env.ts';
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

/** What a customer has that an erasure must know of: it lies with the key, so that none comes to be as that is destroyed. */
export interface Holdings {
  policies: number;
  /** Those that were opened anew count again. Kept from the first one on. */
  claims: number;
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

/** Holds a change to a customer's key: refused once it was destroyed. */
export function keyMustRemain(subjectId: string): { ConditionCheck: ConditionCheck } {
  return {
    ConditionCheck: {
      TableName: keysTable(),
      Key: keyItem(subjectId),
      ConditionExpression: 'attribute_exists(subjectId)',
    },
  };
}

/** The write that counts one more policy, or opening of a claim, of a customer: refused once the key was destroyed. */
export function countOne(what: keyof Holdings, subjectId: string): Write {
  return {
    Update: {
      TableName: keysTable(),
      Key: keyItem(subjectId),
      UpdateExpression: 'SET #what = if_not_exists(#what, :none) + :one',
      ConditionExpression: 'attribute_exists(subjectId)',
      ExpressionAttributeNames: { '#what': what },
      ExpressionAttributeValues: { ':none': { N: '0' }, ':one': { N: '1' } },
    },
  };
}

/**
 * The write that destroys a customer's key, and with it every record that is sealed under it, wherever a copy lies.
 * Refused where the customer has not just so many policies and claims: one that came meanwhile would stand without a holder.
 */
export function destroyKey(subjectId: string, { policies, claims }: Holdings): Write {
  return {
    Delete: {
      TableName: keysTable(),
      Key: keyItem(subjectId),
      ConditionExpression: `policies = :policies AND ${claims === 0 ? 'attribute_not_exists(claims)' : 'claims = :claims'}`,
      ExpressionAttributeValues: {
        ':policies': { N: String(policies) },
        ...(claims > 0 && { ':claims': { N: String(claims) } }),
      },
    },
  };
}

/** The write that destroys the key of somebody who is no customer, and with it what is sealed under it. */
export function destroyPersonKey(subjectId: string): Write {
  return {
    Delete: {
      TableName: keysTable(),
      Key: keyItem(subjectId),
      ConditionExpression: 'attribute_not_exists(policies)',
    },
  };
}

/** The write that restricts processing, or allows it again: it lies with the key, which is read along with all else. */
export function markRestricted(subjectId: string, restricted: boolean): Write {
  return {
    Update: {
      TableName: keysTable(),
      Key: keyItem(subjectId),
      UpdateExpression: 'SET restricted = :restricted',
      ConditionExpression: 'attribute_exists(subjectId)',
      ExpressionAttributeValues: { ':restricted': { BOOL: restricted } },
    },
  };
}

/** The key of an item of the table of keys. */
export function keyItem(subjectId: string): Item {
  return { subjectId: { S: subjectId } };
}

/** The table that the keys of customers, and of others by themselves, lie in. */
export function keysTable(): string {
  return variable('KEYS_TABLE');
}

function placeOf(subjectId: string): Place {
  return { subjectId, recordId: 'key' };
}
