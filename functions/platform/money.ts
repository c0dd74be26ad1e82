import Big from 'big.js';

/** An amount in one currency: an exact decimal string with two places, e.g. `{ amount: '314.70', currency: 'EUR' }`. */
export interface Money {
  amount: string;
  currency: string;
}

/**
 * Exact decimals. Sums, differences and products are exact; quotients carry 40 places, far beyond any rounding
 * that a tariff asks for.
 */
export const Decimal = Big();
Decimal.DP = 40;

/** A decimal amount as money. It must have been rounded to two places: money hides no rounding. */
export function money(amount: Big, currency: string): Money {
  if (!amount.eq(amount.round(2))) throw new Error('an amount with more than two places is not money');
  return { amount: amount.toFixed(2), currency };
}
