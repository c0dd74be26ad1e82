import { writeCursor } from '../../../../functions/middleware/cursor.ts';
import type { OperationsOf } from '../../../../openapi/generated/operations.ts';
import { announcementOf, euros, lossOf, PAYEE, photo } from '../../claims.ts';
import { daysAhead } from '../../days.ts';
import type { Owned, OwnedRequest } from './owned-request.ts';

/** What a loss of a liability is put at: so much that it takes two of the staff. */
const LOSS = euros('15000.00');

/** How each operation on claims is asked for; those of the staff in the order in which a claim is settled. */
export const claimRequests: Record<OperationsOf<'claims'>, Owned> = {
  listClaims: { by: 'partner', request: ({ policy }) => ({ query: { policyId: policy } }) },
  notifyLoss: {
    by: 'partner',
    request: ({ policy }) => ({ body: lossOf(policy, { occurredAt: daysAhead(-2) }) }),
  },
  getClaim: { by: 'partner', request: ({ claim }) => ({ path: { claimId: claim } }) },
  addDocument: {
    by: 'partner',
    request: ({ claim }) => ({ path: { claimId: claim }, body: announcementOf(photo(17)) }),
  },
  getDocument: {
    by: 'partner',
    request: ({ claim, document }) => ({ path: { claimId: claim, documentId: document } }),
  },
  eraseParty: {
    by: 'staff',
    request: ({ closed, party }) => ({ path: { claimId: closed, partyId: party } }),
  },
  assignClaim: handling({ queue: 'review' }),
  setReserve: handling({ amount: LOSS }),
  decideClaim: handling({ decision: 'approve', coverage: 'TPL', loss: LOSS }),
  approvePayment: { ...handling(), by: 'approver' },
  payClaim: handling({ amount: LOSS, payee: PAYEE }),
  recordRecovery: handling({ amount: euros('100.00') }),
  addNote: handling({ text: 'The other driver was called.' }),
  closeClaim: handling(),
  reopenClaim: handling({ reason: 'A bill came in late.' }),
  listMyClaims: { by: 'customer', request: ({ claim }) => ({ query: { cursor: writeCursor(claim) } }) },
  getMyClaimsHistory: { by: 'customer', request: () => ({}) },
};

/** What the staff do about a claim. */
function handling(body?: object): Owned {
  return {
    by: 'staff',
    request: ({ claim }): OwnedRequest => ({
      path: { claimId: claim },
      versionAt: `/claims/${claim}`,
      ...(body && { body }),
    }),
  };
}
