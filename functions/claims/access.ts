import type { Basis, Call } from '../middleware/call.ts';
import type { Ground } from '../middleware/clearance.ts';
import { Problem } from '../platform/problem.ts';
import { type Caller, mayKnow } from '../policies/access.ts';
import type { Claim } from './claim.ts';
import { findClaim } from './store.ts';

/** The form of a claim's id, as cursors have it. */
export const CLAIM_ID = /^clm_[0-9A-HJKMNP-TV-Z]{26}$/;

/** The scope of who handles claims: without it nobody of the staff sees what is personal in them. */
const HANDLING = 'claims:handle';

/**
 * The claim, if this caller may know of it: a partner of those on its own policies or with the customer's consent, a
 * customer of their own, staff of all. Anything else is not found.
 */
export async function visibleClaim(claimId: string, caller: Caller): Promise<Claim> {
  const claim = await findClaim(claimId);
  if (!claim || !mayKnow(caller, claim)) throw noSuchClaim();
  return claim;
}

/** The answer to whoever asks for what is not theirs, as for what is not there. */
export function noSuchClaim(): Problem {
  return new Problem('not-found', 'There is no such claim.');
}

/** Whether a caller is of the insurer's staff and handles claims. */
export function isHandler({ principal }: Pick<Call, 'principal'>): boolean {
  return principal.kind === 'staff' && principal.scopes.includes(HANDLING);
}

/** Ends the call of whoever does not handle claims: a scope alone opens nothing to anybody else. */
export function onlyHandlers(caller: Pick<Call, 'principal'>): void {
  if (!isHandler(caller)) throw new Problem('forbidden', 'Only the insurer’s staff may do this.');
}

/** On which basis a caller sees what is personal in a claim: a third party, and staff of other tasks, on none. */
export function basisOf(caller: Pick<Call, 'principal'>, { partnerId }: Claim): Basis | undefined {
  const { principal } = caller;
  if (principal.kind === 'customer') return 'customer';
  if (principal.kind === 'partner') return principal.partnerId === partnerId ? 'producer' : undefined;
  return isHandler(caller) ? 'staff' : undefined;
}

/** Whose claim an answer shows, and on which ground its caller sees what is personal in it. */
export function groundOf(caller: Pick<Call, 'principal'>, claim: Claim, restricted: boolean): Ground {
  const { customerId, policyId } = claim;
  return {
    basis: basisOf(caller, claim),
    subject: { customerId, objects: [{ policyId }], restricted },
  };
}
