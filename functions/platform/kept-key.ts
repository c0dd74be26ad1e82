import { type ConditionCheck, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from './batch.ts';
import type { Write } from './commit.ts';
import { dynamodb } from './dynamodb.ts';
import { variable } from './env.ts';
import type { Lookup } from './lookup.ts';

// Where the keys of subjects lie, and what is done to them without opening them: that needs no master secret.

/** What a customer has that an erasure must know of: it lies with the key, so that none comes to be as that is destroyed. */
export interface Holdings {
  policies: number;
  /** Those that were opened anew count again. Kept from the first one on. */
  claims: number;
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

/**
 * Whether a customer is to be left alone: they had processing restricted, or were erased. Read strongly consistent, and
 * nothing of their key.
 */
export async function isRestricted(subjectId: string): Promise<boolean> {
  const { Item: item } = await dynamodb.send(
    new GetItemCommand({
      TableName: keysTable(),
      Key: keyItem(subjectId),
      ProjectionExpression: 'subjectId, restricted',
      ConsistentRead: true,
    }),
  );
  return isLeftAlone(item);
}

/** The same as one of several lookups. The key comes along, which nobody can open who lacks the master secret. */
export function isRestrictedAmong(subjectId: string): Lookup<boolean> {
  return { place: { table: keysTable(), item: keyItem(subjectId) }, read: isLeftAlone };
}

function isLeftAlone(item: Item | undefined): boolean {
  return item === undefined || item.restricted?.BOOL === true;
}

/** The key of an item of the table of keys. */
export function keyItem(subjectId: string): Item {
  return { subjectId: { S: subjectId } };
}

/** The table that the keys of customers, and of others by themselves, lie in. */
export function keysTable(): string {
  return variable('KEYS_TABLE');
}
