import type { components } from '../../openapi/generated/types.ts';
import { type PolicyHistory, timelineIn } from '../policies/policy.ts';
import type { Segment } from '../policies/stack/timeline.ts';
import type { Transaction } from '../policies/stack/transaction.ts';
import { viewTransaction } from '../policies/view.ts';
import { viewDriving } from '../quotes/view.ts';

type Schemas = components['schemas'];

/** A transaction, and the version of its policy that it came with. */
interface Booked {
  transaction: Transaction;
  version: number;
}

/** A policy as an export tells it: all its segments, and every transaction that made them. */
export function exportPolicy(policy: PolicyHistory, booked: readonly Booked[]): Schemas['ExportedPolicy'] {
  const { policyId, policyNumber, partnerId, product, quoteId, termsReceivedAt, createdAt } = policy;
  return {
    ...{ policyId, policyNumber, partnerId, product, quoteId, termsReceivedAt, createdAt },
    segments: timelineIn(policy).map((segment) => exportSegment(segment, policy.policyholderRecord)),
    transactions: booked.map(({ transaction, version }) => viewTransaction(transaction, policyId, version)),
  };
}

/** What was insured from one day to another, and the records that say it of whom. */
function exportSegment(
  { from, to, standing, cover }: Segment,
  policyholder: string,
): Schemas['ExportedSegment'] {
  const { coverage, premium, facts, bonusMalusLevel, records, driving } = cover;
  return {
    ...{ from, to, standing, coverage, premium, facts, bonusMalusLevel },
    records: { policyholder, ...records },
    ...(driving && { drivingScore: viewDriving(driving) }),
  };
}
