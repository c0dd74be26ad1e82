import { type ConditionCheck, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from '../platform/batch.ts';
import { type Instant, now } from '../platform/clock.ts';
import type { Change, Write } from '../platform/commit.ts';
import { type Due, pagesDue } from '../platform/due.ts';
import { dynamodb } from '../platform/dynamodb.ts';
import { variable } from '../platform/env.ts';
import { newId } from '../platform/ids.ts';
import { type Origin, readLedger } from '../platform/ledger.ts';
import { listIds, listingKey, readDocs, shardOf } from '../platform/listing.ts';
import type { Lookup } from '../platform/lookup.ts';
import { temporaryKey } from '../platform/subject-key.ts';
import { forget, keep, readRecord } from '../platform/vault.ts';
import { type Consent, type ConsentEvent, endsBy, evolve } from './consent.ts';
import { isKept, keptUntil } from './retention.ts';

/** A consent is good for a year at most, and kept for two after its end. */
const YEARS_LISTED = 3;

/** Names what a one-shot consent is for among the records that the vault keeps under it. */
const CONTENT = 'content';

/** The consent by its id, strongly consistent, or undefined. */
export async function findConsent(consentId: string): Promise<Consent | undefined> {
  const { Item: item } = await dynamodb.send(
    new GetItemCommand({ TableName: table(), Key: keyOf(consentId), ConsistentRead: true }),
  );
  return consentIn(item);
}

/** The same as one of several lookups. */
export function findConsentAmong(consentId: string): Lookup<Consent | undefined> {
  return { place: { table: table(), item: keyOf(consentId) }, read: consentIn };
}

function keyOf(consentId: string): Item {
  return { consentId: { S: consentId } };
}

function consentIn(item: Item | undefined): Consent | undefined {
  if (item?.doc?.S === undefined) return undefined;
  const consent: Consent = JSON.parse(item.doc.S);
  // DynamoDB deletes an item only some time after its end.
  return isKept(consent, now()) ? consent : undefined;
}

/** The consent as it was at a version, from the ledger. */
export async function findConsentAt(consentId: string, version: number): Promise<Consent | undefined> {
  const entries = await readLedger(consentId, version);
  return entries
    .flatMap(({ events }) => events as unknown as ConsentEvent[])
    .reduce<Consent | undefined>(evolve, undefined);
}

/** A consent (undefined: a new one) after one more event, and what commits it. An end forgets what it was for. */
export function changeOfConsent(
  before: Consent | undefined,
  event: ConsentEvent,
  { records = [], ...about }: { occurredAt: Instant; origin: Origin; records?: readonly Write[] },
): { consent: Consent; change: Change } {
  const consent = evolve(before, event);
  const { consentId, version, content, end } = consent;
  const until = keptUntil(consent);
  return {
    consent,
    change: {
      ...about,
      aggregateId: consentId,
      expectedVersion: version - 1,
      events: [{ eventId: newId('evt'), ...event }],
      state: {
        table: table(),
        key: 'consentId',
        doc: consent,
        indexes: indexesOf(consent),
        ...(until !== undefined && { expiresAt: epochSeconds(until) }),
      },
      records: [...records, ...(content && end ? [forget(consentId, CONTENT)] : [])],
    },
  };
}

/**
 * Holds a commitment to a consent as it was read: nobody has suspended, ended or used it since, and its time is not up.
 */
export function liveCondition({ consentId, version }: Consent): ConditionCheck {
  return {
    TableName: table(),
    Key: { consentId: { S: consentId } },
    ConditionExpression: 'version = :version AND dueAt > :now',
    ExpressionAttributeValues: { ':version': { N: String(version) }, ':now': { S: now() } },
  };
}

/** The write that keeps what a one-shot consent is for, for as long as it can be used. */
export async function keepContent({ consentId, expiresAt }: Consent, content: object): Promise<Write> {
  const key = await temporaryKey(consentId);
  return keep(key, { recordId: CONTENT, content, expiresAt: epochSeconds(expiresAt) });
}

/** What a one-shot consent is for; undefined for any other, and once it has ended. */
export async function readContent({ consentId, content }: Consent): Promise<object | undefined> {
  return content && readRecord(consentId, CONTENT);
}

/** Some consents, and the id to go on from, which need not be that of a consent that is still kept. */
export interface ConsentsRead {
  consents: Consent[];
  next: string | undefined;
}

/** A page of what a partner has asked for, newest first, from before a consent id on. */
export async function listConsents(
  partnerId: string,
  before: string | undefined,
  limit: number,
): Promise<ConsentsRead> {
  const since = Number(now().slice(0, 4)) - YEARS_LISTED;
  const { ids, more } = await listIds(
    { table: table(), idName: 'consentId', since },
    partnerId,
    before,
    limit,
  );
  return { consents: await readConsents(ids), next: more ? ids.at(-1) : undefined };
}

/** A page of what a customer has decided on, newest first, from before a consent id on. */
export async function findConsentsOfCustomer(
  customerId: string,
  before: string | undefined,
  limit: number,
): Promise<ConsentsRead> {
  const { Items: items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: table(),
      IndexName: 'customer',
      KeyConditionExpression: 'customerId = :customer AND consentId < :before',
      // No id sorts after the tilde.
      ExpressionAttributeValues: { ':customer': { S: customerId }, ':before': { S: before ?? '~' } },
      ScanIndexForward: false,
      Limit: limit + 1,
    }),
  );
  const ids = items.slice(0, limit).map(({ consentId }) => consentId?.S ?? '');
  return { consents: await readConsents(ids), next: items.length > limit ? ids.at(-1) : undefined };
}

/** Consents whose time is up by an instant and of which nobody has said so, in pages of so many of each shard. */
export function overdueConsents(by: Instant, perShard: number): AsyncIterable<Due[]> {
  const keys = { idName: 'consentId', keyName: 'dueKey', keyPrefix: 'due', atName: 'dueAt' };
  return pagesDue({ table: table(), index: 'due', ...keys }, by, perShard);
}

async function readConsents(ids: readonly string[]): Promise<Consent[]> {
  const consents = await readDocs<Consent>(table(), 'consentId', ids);
  const at = now();
  return consents.filter((consent) => isKept(consent, at));
}

function indexesOf(consent: Consent): Record<string, string> {
  const { consentId, partnerId, customerId, createdAt } = consent;
  const dueAt = endsBy(consent);
  return {
    listingKey: listingKey(partnerId, createdAt, consentId),
    ...(customerId !== undefined && { customerId }),
    // Only what can still end by itself is looked after.
    ...(dueAt !== undefined && { dueKey: `due#${shardOf(consentId)}`, dueAt }),
  };
}

/** The first whole second that is not before an instant. */
function epochSeconds(instant: Instant): number {
  return Math.ceil(Date.parse(instant) / 1000);
}

function table(): string {
  return variable('CONSENTS_TABLE');
}
