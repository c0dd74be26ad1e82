import type { Money } from '../../platform/money.ts';
import type { Refusal } from '../../platform/problem.ts';
import type { Claim, Recovery } from '../claim.ts';
import { type Act, named, type Outcome } from './act.ts';
import { paidOf, recoveredOf } from './figures.ts';
import { refuseCurrency, refuseFull } from './refusals.ts';

/** What has come back, and where from. */
export interface RecoveryRequest {
  recoveryId: string;
  /** More than nothing. */
  amount: Money;
  source?: Recovery['source'];
}

/** Records money that came back, which it may do long after a claim was closed. */
export function recover(
  claim: Claim,
  { recoveryId, amount, source = 'other' }: RecoveryRequest,
  act: Act,
): Outcome {
  const refusal =
    refuseFull(claim, act) ?? refuseCurrency(claim, amount, '/amount') ?? refuseExcess(claim, amount);
  if (refusal) return refusal;
  const recovery = { recoveryId, amount, source, at: act.at, by: act.by };
  return [{ type: 'claim.recovered', data: { ...named(claim), ...recovery } }];
}

/** No more comes back than went out. */
function refuseExcess(claim: Claim, { amount }: Money): Refusal | undefined {
  const left = paidOf(claim).minus(recoveredOf(claim));
  if (left.gte(amount)) return undefined;
  const detail = `${left.toFixed(2)} was paid and has not come back.`;
  return { refusal: 'exceeds-paid', detail, pointer: '/amount' };
}
