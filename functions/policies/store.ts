import { isDeepStrictEqual } from 'node:util';
import { GetItemCommand, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { firstInstantOf, type PlainDate } from '../platform/calendar.ts';
import type { Instant } from '../platform/clock.ts';
import type { Change, Write } from '../platform/commit.ts';
import { type Due, pagesDue } from '../platform/due.ts';
import { dynamodb } from '../platform/dynamodb.ts';
import { variable } from '../platform/env.ts';
import { newId } from '../platform/ids.ts';
import { type LedgerEntry, type Origin, readLedger } from '../platform/ledger.ts';
import { idsIn, listIds, listingKey, readDocs, shardOf } from '../platform/listing.ts';
import type { Product } from '../quotes/catalogue.ts';
import { evolve, type Policy, type PolicyEvent, type PolicyHistory, timelineIn } from './policy.ts';
import { nextErrand } from './renewal.ts';
import type { Segment } from './stack/timeline.ts';
import type { Transaction } from './stack/transaction.ts';

/** Policies last: their list reaches back to the first that there can be. */
const FIRST_YEAR = 2026;

/** The policy but for its history, strongly consistent, or undefined. */
export async function findPolicy(policyId: string): Promise<Policy | undefined> {
  const { Item: item } = await dynamodb.send(
    new GetItemCommand({
      TableName: policies(),
      Key: { policyId: { S: policyId } },
      ConsistentRead: true,
    }),
  );
  return item?.doc?.S === undefined ? undefined : JSON.parse(item.doc.S);
}

/** The policy with its history, from the ledger: as it is, as it was at a version, or as it was known at an instant. */
export async function findHistory(
  policyId: string,
  asOf: { version?: number; knownAt?: Instant } = {},
): Promise<PolicyHistory | undefined> {
  const entries = await readLedger(policyId, asOf.version ?? Number.MAX_SAFE_INTEGER);
  return historyOf(entries.filter(({ occurredAt }) => !asOf.knownAt || occurredAt <= asOf.knownAt));
}

/** What ledger entries tell of a policy, or undefined where there are none. */
export function historyOf(entries: readonly LedgerEntry[]): PolicyHistory | undefined {
  const last = entries.at(-1);
  if (!last) return undefined;
  return evolve(undefined, entries.flatMap(eventsIn), last);
}

/** The events of an entry, as the policy's own. */
function eventsIn({ events }: LedgerEntry): PolicyEvent[] {
  return events as unknown as PolicyEvent[];
}

/** The transactions of an entry, as they were booked. */
export function transactionsIn(entry: LedgerEntry): Transaction[] {
  return eventsIn(entry).flatMap((event) => {
    if (!('kind' in event.data)) return [];
    const { policyId, product, agreement, ...transaction } = event.data;
    return [transaction];
  });
}

/** All transactions of a policy, oldest first, with the versions of the policy that they came with. */
export async function readTransactions(
  policyId: string,
): Promise<{ transaction: Transaction; version: number }[]> {
  const entries = await readLedger(policyId, Number.MAX_SAFE_INTEGER);
  return entries.flatMap((entry) =>
    transactionsIn(entry).map((transaction) => ({ transaction, version: entry.version })),
  );
}

/** A segment, and the version of its policy that made it so. */
export type StoredSegment = Segment & { version: number };

/** The segment that a day is shown by: the one that spans it, before cover the first, after it the last. */
export async function findSegment(policyId: string, date: PlainDate): Promise<StoredSegment> {
  const segment = (await oneSegment(policyId, date)) ?? (await oneSegment(policyId));
  if (!segment) throw new Error(`policy ${policyId} has no segment`);
  return segment;
}

/** The last segment that begins by a day, or the first of all. */
async function oneSegment(policyId: string, upTo?: PlainDate): Promise<StoredSegment | undefined> {
  const { Items: items } = await dynamodb.send(new QueryCommand(segmentQuery(policyId, upTo)));
  const text = items?.[0]?.doc?.S;
  return text === undefined ? undefined : JSON.parse(text);
}

function segmentQuery(policyId: string, upTo: PlainDate | undefined): QueryCommandInput {
  const query = { TableName: variable('SEGMENTS_TABLE'), ConsistentRead: true, Limit: 1 };
  const id = { ':id': { S: policyId } };
  if (upTo === undefined) {
    return { ...query, KeyConditionExpression: 'policyId = :id', ExpressionAttributeValues: id };
  }
  return {
    ...query,
    KeyConditionExpression: 'policyId = :id AND #from <= :date',
    ExpressionAttributeNames: { '#from': 'from' },
    ExpressionAttributeValues: { ...id, ':date': { S: upTo } },
    ScanIndexForward: false,
  };
}

/** What a change of a policy needs beside its events. */
export interface PolicyChange {
  occurredAt: Instant;
  origin: Origin;
  product: Product;
  /** Further items, vault records say. */
  records?: readonly Write[];
}

/** The policy (undefined: a new one) after some events, and the change that commits it. */
export function changeOf(
  before: PolicyHistory | undefined,
  events: readonly PolicyEvent[],
  { occurredAt, origin, product, records = [] }: PolicyChange,
): { policy: PolicyHistory; change: Change } {
  const expectedVersion = before?.version ?? 0;
  const policy = evolve(before, events, { version: expectedVersion + 1, occurredAt });
  const { stack, ...doc } = policy;
  return {
    policy,
    change: {
      aggregateId: policy.policyId,
      expectedVersion,
      occurredAt,
      origin,
      events: events.map((event) => ({ eventId: newId('evt'), ...event })),
      state: { table: policies(), key: 'policyId', doc, indexes: indexesOf(doc, product) },
      records: [...segmentWrites(before, policy), ...records],
    },
  };
}

/** Writes of the segments that became others, by their first day. */
function segmentWrites(before: PolicyHistory | undefined, after: PolicyHistory): Write[] {
  const [old, now] = [segmentsByDay(before), segmentsByDay(after)];
  const table = variable('SEGMENTS_TABLE');
  const key = (from: string) => ({ policyId: { S: after.policyId }, from: { S: from } });
  const changed = [...now].filter(([from, segment]) => !isDeepStrictEqual(old.get(from), segment));
  const gone = [...old.keys()].filter((from) => !now.has(from));
  return [
    ...changed.map(([from, segment]) => {
      const doc: StoredSegment = { ...segment, version: after.version };
      return { Put: { TableName: table, Item: { ...key(from), doc: { S: JSON.stringify(doc) } } } };
    }),
    ...gone.map((from) => ({ Delete: { TableName: table, Key: key(from) } })),
  ];
}

function segmentsByDay(policy: PolicyHistory | undefined): Map<string, Segment> {
  const timeline = policy ? timelineIn(policy) : [];
  return new Map(timeline.map((segment) => [segment.from, segment]));
}

function indexesOf(policy: Policy, product: Product): Record<string, string> {
  const { policyId, partnerId, customerId, policyNumber, createdAt } = policy;
  const errand = nextErrand(policy, product);
  return {
    listingKey: listingKey(partnerId, createdAt, policyId),
    numberKey: `${partnerId}#${policyNumber}`,
    customerId,
    // Only policies that something is still to become of are looked after.
    ...(errand && {
      dueKey: `due#${shardOf(policyId)}`,
      dueAt: firstInstantOf(product.timeZone, errand.from),
    }),
  };
}

/** A page of a partner's policies, newest first. */
export async function listPolicies(
  partnerId: string,
  before: string | undefined,
  limit: number,
): Promise<{ policies: Policy[]; more: boolean }> {
  const { ids, more } = await listIds(
    { table: policies(), idName: 'policyId', since: FIRST_YEAR },
    partnerId,
    before,
    limit,
  );
  return { policies: await readPolicies(ids), more };
}

/** The policies of these ids, in their order; one that is not there is left out. */
export function readPolicies(ids: readonly string[]): Promise<Policy[]> {
  return readDocs<Policy>(policies(), 'policyId', ids);
}

/** The ids of a partner's policies of a number: one or none. */
export function idsByNumber(partnerId: string, policyNumber: string): Promise<string[]> {
  const index = { table: policies(), index: 'number', keyName: 'numberKey', idName: 'policyId' };
  return idsIn(index, `${partnerId}#${policyNumber}`);
}

/** The ids of a customer's policies, of whichever partner, newest first. */
export function listPolicyIdsOfCustomer(customerId: string): Promise<string[]> {
  return idsIn(
    { table: policies(), index: 'customer', keyName: 'customerId', idName: 'policyId' },
    customerId,
  );
}

/** Policies that are to be looked after by an instant, in pages of so many of each shard. */
export function duePolicies(by: Instant, perShard: number): AsyncIterable<Due[]> {
  const keys = { idName: 'policyId', keyName: 'dueKey', keyPrefix: 'due', atName: 'dueAt' };
  return pagesDue({ table: policies(), index: 'due', ...keys }, by, perShard);
}

function policies(): string {
  return variable('POLICIES_TABLE');
}
