import type { Answer } from '../middleware/call.ts';
import { readCursor, writeCursor } from '../middleware/cursor.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { now } from '../platform/clock.ts';
import { Problem } from '../platform/problem.ts';
import { visiblePolicy } from '../policies/access.ts';
import { basisOf, CLAIM_ID, onlyHandlers, visibleClaim } from './access.ts';
import type { Claim } from './claim.ts';
import { showClaim } from './show-claim.ts';
import { listClaimIdsOfPolicy, listClaims as listFromStore, readClaims } from './store.ts';
import { type ClaimPage, type ClaimView, rowOf } from './view.ts';
import { listWork } from './work.ts';

/** A claim as it stands. */
export async function getClaim(call: CallOf<'getClaim'>): Promise<Answer<ClaimView>> {
  return showClaim(call, await visibleClaim(call.path.claimId, call));
}

type ListCall = CallOf<'listClaims'>;

/** Some claims, and where a list of them goes on. */
interface Page {
  claims: readonly Claim[];
  next: string | undefined;
}

/**
 * A page of the claims on a partner's own policies, newest first; of those on a policy; under a consent, of those on the
 * policies that it was given for. To who handles claims what waits for somebody, in one queue or in all, oldest first.
 */
export async function listClaims(call: ListCall): Promise<Answer<ClaimPage>> {
  const { claims, next } = await pageOf(call);
  const at = now();
  const data = claims.map((claim) => rowOf(claim, basisOf(call, claim), at));
  return { body: { data, next: next === undefined ? null : writeCursor(next) } };
}

async function pageOf(call: ListCall): Promise<Page> {
  const { query, principal, consent } = call;
  const { policyId, queue, cursor, limit = 25 } = query;
  if (policyId !== undefined && queue !== undefined) {
    throw new Problem('ambiguous-search', 'Search by policy or by queue.');
  }
  if (queue !== undefined || (policyId === undefined && principal.kind === 'staff')) {
    onlyHandlers(call);
    return listWork(queue, cursor, limit);
  }
  const before = readCursor(cursor, CLAIM_ID);
  if (policyId !== undefined) {
    await visiblePolicy(policyId, call);
    return pageOfPolicies([policyId], before, limit);
  }
  if (consent) {
    const policyIds = (consent.consent.objects ?? []).map((object) => object.policyId);
    return pageOfPolicies(policyIds, before, limit);
  }
  const { claims, more } = await listFromStore(principal.partnerId, before, limit);
  return { claims, next: more ? claims.at(-1)?.claimId : undefined };
}

/** A page of the claims on some policies, newest first. */
async function pageOfPolicies(policyIds: readonly string[], before = '~', limit: number): Promise<Page> {
  const all = await Promise.all(policyIds.map(listClaimIdsOfPolicy));
  const left = all
    .flat()
    .filter((id) => id < before)
    .sort()
    .reverse();
  const page = left.slice(0, limit);
  return { claims: await readClaims(page), next: left.length > limit ? page.at(-1) : undefined };
}
