import type Big from 'big.js';
import { Decimal, type Money, money } from '../../platform/money.ts';
import type { LossCover } from '../claim.ts';

/** What is owed for a loss, and each step that it was reached by. */
export interface Settlement {
  loss: Money;
  /** Of a liability: the share of the loss, in percent, that the policyholder answers for. */
  liabilityPercent?: number;
  /** Of own damage: the insured share of the loss, e.g. "0.9". */
  coinsurance?: string;
  /** Of own damage: what the policyholder bears. */
  deductible?: Money;
  /** Null: unlimited. */
  limit: Money | null;
  payable: Money;
}

/** The part of a cover that settles a loss. */
type Terms = Pick<LossCover, 'kind' | 'coinsurance' | 'deductibles' | 'limit' | 'currency'>;

/**
 * What a cover pays for a loss in its currency, half up to the cent, once at the end. Own damage:
 * `min(max(loss × coinsurance − deductible, 0), limit)`, the deductible before the limit. A
 * liability pays third parties their loss × liabilityPercent / 100 without deductible (§1).
 */
export function settle(loss: Money, terms: Terms, liabilityPercent = 100): Settlement {
  return terms.kind === 'liability'
    ? settleLiability(loss, terms, liabilityPercent)
    : settleDamage(loss, terms);
}

function settleDamage(loss: Money, { coinsurance, deductibles, limit, currency }: Terms): Settlement {
  const deductible = highest(deductibles);
  const insured = new Decimal(loss.amount).times(coinsurance).minus(deductible);
  return {
    ...{ loss, coinsurance, limit },
    deductible: money(deductible, currency),
    payable: payable(insured, limit, currency),
  };
}

function settleLiability(loss: Money, { limit, currency }: Terms, liabilityPercent: number): Settlement {
  const share = new Decimal(loss.amount).times(liabilityPercent).div(100);
  return { loss, liabilityPercent, limit, payable: payable(share, limit, currency) };
}

/** Several deductibles are not added up: the highest counts, once per occurrence. */
function highest(deductibles: readonly Money[]): Big {
  return deductibles.map(({ amount }) => new Decimal(amount)).reduce(larger, new Decimal(0));
}

function larger(a: Big, b: Big): Big {
  return a.gt(b) ? a : b;
}

function payable(amount: Big, limit: Money | null, currency: string): Money {
  const owed = larger(amount, new Decimal(0));
  const most = limit && new Decimal(limit.amount);
  return money((most && owed.gt(most) ? most : owed).round(2), currency);
}
