import type { components } from '../../openapi/generated/types.ts';
import type { Answer } from '../middleware/call.ts';
import type { CallOf } from '../middleware/implementation.ts';
import type { Instant } from '../platform/clock.ts';
import { destroyPersonKey } from '../platform/kept-key.ts';
import { Problem } from '../platform/problem.ts';
import { forget } from '../platform/vault.ts';
import { productOf } from '../quotes/catalogue.ts';
import { visibleClaim } from './access.ts';
import type { Claim, Party } from './claim.ts';
import { type Move, moveClaim } from './move-claim.ts';
import { refuseErasure } from './party-erasure.ts';

type EraseCall = CallOf<'eraseParty'>;

/**
 * Erases what is known of somebody else than the policyholder: their key is destroyed. Figures stay whole. To ask again
 * does no harm.
 */
export async function eraseParty(call: EraseCall): Promise<Answer<components['schemas']['ErasedParty']>> {
  if (call.principal.kind !== 'staff')
    throw new Problem('forbidden', 'Only the insurer’s staff may do this.');
  const { claimId, partyId } = call.path;
  const open = () => visibleClaim(claimId, call);
  const before = await open();
  const isErased = partyIn(before, partyId).erased;
  const { version } = isErased
    ? before
    : await moveClaim(call, open, (claim, at) => erase(claim, partyIn(claim, partyId), at));
  return { body: { claimId, version, partyId, erased: true }, version };
}

function erase(claim: Claim, party: Party, at: Instant): Move {
  const { claimId, policyId } = claim;
  const { partyId, recordId } = party;
  const refusal = refuseErasure(claim, party, productOf(claim), at);
  if (refusal) throw Problem.from(refusal);
  return {
    events: [{ type: 'claim.party-erased', data: { claimId, policyId, partyId } }],
    records: [destroyPersonKey(partyId), forget(partyId, recordId)],
  };
}

function partyIn({ parties }: Claim, partyId: string): Party {
  const party = parties.find((each) => each.partyId === partyId);
  // The policyholder is erased as the customer they are.
  if (!party || party.isPolicyholder) throw new Problem('not-found', 'The claim has nobody of this name.');
  return party;
}
