import { writeCursor } from '../../../../functions/middleware/cursor.ts';
import type { OperationsOf } from '../../../../openapi/generated/operations.ts';
import { CHANGE } from '../../consents.ts';
import { daysAhead } from '../../days.ts';
import type { Owned, OwnedRequest } from './owned-request.ts';
import { issuePolicy } from './quotes.ts';

/** How each operation on policies is asked for. */
export const policyRequests: Record<OperationsOf<'policies' | 'papers'>, Owned> = {
  listPolicies: {
    by: 'partner',
    request: ({ policy }) => ({ query: { limit: '1', cursor: writeCursor(policy) } }),
  },
  issuePolicy,
  getPolicy: { by: 'partner', request: ({ policy }) => ({ path: { policyId: policy } }) },
  listTransactions: { by: 'partner', request: ({ policy }) => ({ path: { policyId: policy } }) },
  quoteChange: {
    by: 'partner',
    request: ({ policy }) => ({ path: { policyId: policy }, body: CHANGE }),
  },
  issueChange: {
    by: 'partner',
    request: ({ changing, change }) => ({
      ...versioned(changing),
      path: { policyId: changing, changeId: change },
    }),
  },
  cancelPolicy: {
    by: 'partner',
    request: ({ ending }) => ({
      ...versioned(ending),
      body: { effectiveDate: daysAhead(1), reason: 'customer-request' },
    }),
  },
  reinstatePolicy: {
    by: 'partner',
    request: ({ ended }) => ({ ...versioned(ended), body: { effectiveDate: daysAhead(1) } }),
  },
  renewPolicy: {
    by: 'partner',
    request: ({ renewing, renewal }) => ({ ...versioned(renewing), body: { offerId: renewal } }),
  },
  listMyPolicies: { by: 'customer', request: ({ policy }) => ({ query: { cursor: writeCursor(policy) } }) },
  getSchedule: { by: 'partner', request: ({ policy }) => ({ path: { policyId: policy } }) },
  getMySchedule: { by: 'customer', request: ({ policy }) => ({ path: { policyId: policy } }) },
  getMyClaimsHistoryStatement: { by: 'customer', request: () => ({}) },
};

/** A request about a policy whose version it must name. */
function versioned(policyId: string): OwnedRequest {
  return { path: { policyId }, versionAt: `/policies/${policyId}` };
}
