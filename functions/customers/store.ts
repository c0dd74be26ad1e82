import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Instant } from '../platform/clock.ts';
import type { Change, Write } from '../platform/commit.ts';
import { type Due, pagesDue } from '../platform/due.ts';
import { dynamodb } from '../platform/dynamodb.ts';
import { variable } from '../platform/env.ts';
import { newId } from '../platform/ids.ts';
import { destroyKey, type Holdings, markRestricted } from '../platform/kept-key.ts';
import type { Origin } from '../platform/ledger.ts';
import { shardOf } from '../platform/listing.ts';
import { pseudonym } from '../platform/pseudonym.ts';
import { type Customer, type CustomerEvent, evolve } from './customer.ts';
import { type Identity, normalIdentity } from './identity.ts';

/** The customer by their id, strongly consistent, or undefined. */
export async function findCustomer(customerId: string): Promise<Customer | undefined> {
  const { Item: item } = await dynamodb.send(
    new GetItemCommand({
      TableName: customers(),
      Key: { customerId: { S: customerId } },
      ConsistentRead: true,
    }),
  );
  return item?.doc?.S === undefined ? undefined : JSON.parse(item.doc.S);
}

/** The pseudonym that an identity is found by. */
export function identityKeyOf(identity: Identity): Promise<string> {
  return pseudonym('identity', normalIdentity(identity));
}

/** The customer that an identity belongs to, strongly consistent; undefined where it belongs to nobody. */
export async function findCustomerIdByIdentity(identityKey: string): Promise<string | undefined> {
  const { Item: item } = await dynamodb.send(
    new GetItemCommand({ TableName: identities(), Key: identityItem(identityKey), ConsistentRead: true }),
  );
  return item?.customerId?.S;
}

/** What a change of a customer needs beside its event. */
export interface CustomerChange {
  occurredAt: Instant;
  origin: Origin;
  /** The identity that a registration or a link binds. The state remembers it, so that an erasure finds it. */
  identityKey?: string;
  /** How many policies and claims an erasure was decided on: the customer must have no other by then. */
  holdings?: Holdings;
  /** Further items. */
  records?: readonly Write[];
}

/**
 * A customer (undefined: a new one) after one more event, and what commits it with all that follows from it: identities
 * are bound and released, the key is marked and destroyed. An identity that is another's by then is a version conflict.
 */
export function changeOfCustomer(
  before: Customer | undefined,
  event: CustomerEvent,
  { identityKey, holdings, records = [], ...about }: CustomerChange,
): { customer: Customer; change: Change } {
  const { occurredAt } = about;
  const customer = evolve(before, event, { occurredAt, ...(identityKey !== undefined && { identityKey }) });
  return {
    customer,
    change: {
      ...about,
      aggregateId: customer.customerId,
      expectedVersion: customer.version - 1,
      events: [{ eventId: newId('evt'), ...event }],
      state: { table: customers(), key: 'customerId', doc: customer, indexes: indexesOf(customer) },
      records: [
        ...newIn(customer, before).map((key) => bind(key, customer)),
        ...(before ? newIn(before, customer).map(release) : []),
        ...keyWrites(event, holdings),
        ...records,
      ],
    },
  };
}

/** Erasures that are to go on by an instant, by their customers, in pages of so many of each shard. */
export function listDueErasures(by: Instant, perShard: number): AsyncIterable<Due[]> {
  const keys = { idName: 'customerId', keyName: 'dueKey', keyPrefix: 'due', atName: 'dueAt' };
  return pagesDue({ table: customers(), index: 'due', ...keys }, by, perShard);
}

/** The identities that one has and the other has not. */
function newIn(one: Customer, other: Customer | undefined): string[] {
  return one.identityKeys.filter((key) => !other?.identityKeys.includes(key));
}

function bind(identityKey: string, { customerId }: Customer): Write {
  return {
    Put: {
      TableName: identities(),
      Item: { ...identityItem(identityKey), customerId: { S: customerId } },
      ConditionExpression: 'attribute_not_exists(identityKey)',
    },
  };
}

function release(identityKey: string): Write {
  return { Delete: { TableName: identities(), Key: identityItem(identityKey) } };
}

function keyWrites({ type, data: { customerId } }: CustomerEvent, holdings: Holdings | undefined): Write[] {
  switch (type) {
    case 'customer.restricted':
      return [markRestricted(customerId, true)];
    case 'customer.unrestricted':
      return [markRestricted(customerId, false)];
    case 'customer.erasure-requested':
      if (!holdings) throw new Error('an erasure is decided on what policies and claims there are');
      return [destroyKey(customerId, holdings)];
    default:
      return [];
  }
}

/** Only erasures that are not done are looked after. */
function indexesOf({ customerId, erasure }: Customer): Record<string, string> {
  if (erasure?.status !== 'running') return {};
  return { dueKey: `due#${shardOf(customerId)}`, dueAt: erasure.requestedAt };
}

function identityItem(identityKey: string) {
  return { identityKey: { S: identityKey } };
}

function identities(): string {
  return variable('IDENTITIES_TABLE');
}

function customers(): string {
  return variable('CUSTOMERS_TABLE');
}
