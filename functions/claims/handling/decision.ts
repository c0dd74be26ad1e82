import { Decimal, type Money, money } from '../../platform/money.ts';
import type { Refusal } from '../../platform/problem.ts';
import type { Claim, Decision, DenialReason } from '../claim.ts';
import { type Act, named, type Outcome } from './act.ts';
import { approvalOf } from './approval.ts';
import { paidOf } from './figures.ts';
import { refuseClosed, refuseCoverage, refuseCurrency, refuseFull } from './refusals.ts';
import { settle } from './settlement.ts';

/** What is to be decided. */
export interface DecisionRequest {
  decision: 'approve' | 'deny';
  coverage: string;
  /** Of an approval: what the damage comes to. */
  loss?: Money;
  /** Of an approval under a liability: what share of the loss the policyholder answers for; 100 where it is left out. */
  liabilityPercent?: number;
  /** Of a denial. */
  reason?: DenialReason;
}

/** What is owed for a loss, or why nothing is. It may be decided anew for as long as the claim is open. */
export function decide(claim: Claim, request: DecisionRequest, act: Act): Outcome {
  const refusal =
    refuseClosed(claim) ??
    refuseFull(claim, act) ??
    refuseCoverage(claim, request.coverage) ??
    refuseContradiction(claim, request);
  if (refusal) return refusal;
  const decision = request.decision === 'approve' ? approve(claim, request, act) : deny(claim, request, act);
  if ('refusal' in decision) return decision;
  const by = act.by === 'triage' ? 'triage' : 'staff';
  const event = { type: 'claim.decided', data: { ...named(claim), ...decision, by } } as const;
  return refuseBelowPaid(claim, decision) ?? [event];
}

function refuseContradiction({ cover }: Claim, request: DecisionRequest): Refusal | undefined {
  const { decision, loss, liabilityPercent, reason } = request;
  const contradictory = (detail: string, pointer: string): Refusal => ({
    refusal: 'contradictory-facts',
    detail,
    pointer,
  });
  if (decision === 'approve' && reason)
    return contradictory('What is approved has no such reason.', '/reason');
  if (decision === 'deny' && loss) return contradictory('What is denied settles no loss.', '/loss');
  if (liabilityPercent === undefined) return undefined;
  if (decision === 'approve' && cover.kind === 'liability') return undefined;
  return contradictory('Only the approval of a liability has a share.', '/liabilityPercent');
}

function approve(claim: Claim, { loss, liabilityPercent }: DecisionRequest, act: Act): Decision | Refusal {
  const { cover } = claim;
  if (!loss) return { refusal: 'loss-required', detail: 'An approval settles a loss.', pointer: '/loss' };
  const refusal = refuseCurrency(claim, loss, '/loss');
  if (refusal) return refusal;
  const settlement = settle(loss, cover, liabilityPercent);
  const { payable } = settlement;
  const approval = approvalOf(claim, payable, act);
  return { decision: 'approve', ...{ settlement, payable }, ...approval, ...signed(claim, act) };
}

function deny(claim: Claim, { reason }: DecisionRequest, act: Act): Decision | Refusal {
  if (!reason) return { refusal: 'reason-required', detail: 'A denial has a reason.', pointer: '/reason' };
  const payable = money(new Decimal(0), claim.cover.currency);
  return { decision: 'deny', reason, payable, approval: 'not-needed', ...signed(claim, act) };
}

function signed({ cover }: Claim, { at, by }: Act) {
  return { coverage: cover.coverage, decidedAt: at, decidedBy: by };
}

/** What was paid stays owed: what was too much is recovered, not decided away. */
function refuseBelowPaid(claim: Claim, { payable }: Decision): Refusal | undefined {
  const paid = paidOf(claim);
  if (paid.lte(payable.amount)) return undefined;
  return { refusal: 'below-paid', detail: `${money(paid, payable.currency).amount} was paid already.` };
}
