import type { components } from '../../openapi/generated/types.ts';
import type { Claim } from '../claims/claim.ts';
import type { Loss } from '../claims/loss.ts';
import { viewClaim } from '../claims/view.ts';

/**
 * A claim as an export tells it, of whose customer these are the records: as the customer sees it, but without what is
 * known of anybody else, who have a right of their own to that.
 */
export function exportClaim(
  claim: Claim,
  records: ReadonlyMap<string, object>,
): components['schemas']['ExportedClaim'] {
  const loss: Partial<Loss> = records.get(claim.lossRecord) ?? {};
  const ofPolicyholder = claim.parties.filter(({ isPolicyholder }) => isPolicyholder);
  const paidPolicyholder = new Map(
    ofPolicyholder.map(({ partyId, recordId }) => [partyId, records.get(recordId) ?? {}]),
  );
  const personal = { loss, paidPolicyholder, notes: new Map(), parties: new Map(), restricted: false };
  return {
    claim: viewClaim(claim, personal, 'customer'),
    records: { loss: claim.lossRecord, notes: claim.notes.map(({ noteId }) => noteId) },
  };
}
