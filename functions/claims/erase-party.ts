import type { components } from '../../openapi/generated/types.ts';
import type { Answer } from '../middleware/call.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { Problem } from '../platform/problem.ts';
import { destroyPersonKey } from '../platform/subject-key.ts';
import { forget } from '../platform/vault.ts';
import { visibleClaim } from './access.ts';
import type { Claim, Party } from './claim.ts';
import { moveClaim } from './move-claim.ts';

type ErasedParty = components['schemas']['ErasedParty'];

/**
 * Erases what is known of somebody else than the policyholder: their key is destroyed. Figures stay whole. To ask again
 * does no harm.
 */
export async function eraseParty(call: CallOf<'eraseParty'>): Promise<Answer<ErasedParty>> {
  if (call.principal.kind !== 'staff')
    throw new Problem('forbidden', 'Only the insurer’s staff may do this.');
  const { claimId, partyId } = call.path;
  const before = await visibleClaim(claimId, call);
  const { version } = partyIn(before, partyId).erased ? before : await erase(call);
  return { body: { claimId, version, partyId, erased: true }, version };
}

function erase(call: CallOf<'eraseParty'>): Promise<Claim> {
  const { claimId, partyId } = call.path;
  return moveClaim(
    call,
    () => visibleClaim(claimId, call),
    (claim) => {
      const { policyId, status } = claim;
      if (status !== 'closed') throw new Problem('claim-open', 'Nobody is erased while the claim is open.');
      const { recordId } = partyIn(claim, partyId);
      return {
        events: [{ type: 'claim.party-erased', data: { claimId, policyId, partyId } }],
        records: [destroyPersonKey(partyId), forget(partyId, recordId)],
      };
    },
  );
}

function partyIn({ parties }: Claim, partyId: string): Party {
  const party = parties.find((each) => each.partyId === partyId);
  // The policyholder is erased as the customer they are.
  if (!party || party.isPolicyholder) throw new Problem('not-found', 'The claim has nobody of this name.');
  return party;
}
