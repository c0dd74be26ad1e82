import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Instant } from '../platform/clock.ts';
import type { Change, Write } from '../platform/commit.ts';
import { dynamodb } from '../platform/dynamodb.ts';
import { variable } from '../platform/env.ts';
import { newId } from '../platform/ids.ts';
import { type Origin, readLedger } from '../platform/ledger.ts';
import { idsIn, listIds, listingKey, readDocs } from '../platform/listing.ts';
import type { Claim } from './claim.ts';
import { type ClaimEvent, evolve } from './claim-event.ts';
import { queueIndexes } from './queue-store.ts';

/** Claims last: their list reaches back to the first that there can be. */
const FIRST_YEAR = 2026;

/** The claim by its id, strongly consistent, or undefined. */
export async function findClaim(claimId: string): Promise<Claim | undefined> {
  const { Item: item } = await dynamodb.send(
    new GetItemCommand({ TableName: table(), Key: { claimId: { S: claimId } }, ConsistentRead: true }),
  );
  return item?.doc?.S === undefined ? undefined : JSON.parse(item.doc.S);
}

/** The claim as it was at a version, from the ledger, or undefined. */
export async function findClaimAt(claimId: string, version: number): Promise<Claim | undefined> {
  const entries = await readLedger(claimId, version);
  const last = entries.at(-1);
  if (!last) return undefined;
  const events = entries.flatMap((entry) => entry.events as unknown as ClaimEvent[]);
  return evolve(undefined, events, last);
}

/** What a change of a claim needs beside its events. */
export interface ClaimChange {
  occurredAt: Instant;
  origin: Origin;
  /** Further items, vault records say. */
  records?: readonly Write[];
}

/** The claim (undefined: a new one) after some events, and the change that commits it. */
export function changeOfClaim(
  before: Claim | undefined,
  events: readonly ClaimEvent[],
  about: ClaimChange,
): { claim: Claim; change: Change } {
  const expectedVersion = before?.version ?? 0;
  const { occurredAt } = about;
  const claim = evolve(before, events, { version: expectedVersion + 1, occurredAt });
  return {
    claim,
    change: {
      ...about,
      aggregateId: claim.claimId,
      expectedVersion,
      events: events.map((event) => ({ eventId: newId('evt'), ...event })),
      state: { table: table(), key: 'claimId', doc: claim, indexes: indexesOf(claim) },
    },
  };
}

function indexesOf(claim: Claim): Record<string, string> {
  const { claimId, partnerId, policyId, customerId, notifiedAt } = claim;
  return {
    listingKey: listingKey(partnerId, notifiedAt, claimId),
    policyId,
    customerId,
    ...queueIndexes(claim),
  };
}

/** A page of the claims on a partner's policies, newest first, from before a claim id on. */
export async function listClaims(
  partnerId: string,
  before: string | undefined,
  limit: number,
): Promise<{ claims: Claim[]; more: boolean }> {
  const listing = { table: table(), idName: 'claimId', since: FIRST_YEAR };
  const { ids, more } = await listIds(listing, partnerId, before, limit);
  return { claims: await readClaims(ids), more };
}

/** The claims of these ids, in their order; one that is not there is left out. */
export function readClaims(ids: readonly string[]): Promise<Claim[]> {
  return readDocs<Claim>(table(), 'claimId', ids);
}

/** The ids of all claims on a policy, newest first. */
export function listClaimIdsOfPolicy(policyId: string): Promise<string[]> {
  return idsIn({ table: table(), index: 'policy', keyName: 'policyId', idName: 'claimId' }, policyId);
}

/** The ids of all of a customer's claims, on whichever policy, newest first. */
export function listClaimIdsOfCustomer(customerId: string): Promise<string[]> {
  return idsIn({ table: table(), index: 'customer', keyName: 'customerId', idName: 'claimId' }, customerId);
}

function table(): string {
  return variable('CLAIMS_TABLE');
}
