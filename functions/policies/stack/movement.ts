import type Big from 'big.js';
import { Decimal, type Money, money } from '../../platform/money.ts';
import type { Premium, Rounding } from '../../quotes/rating.ts';
import { elapsed, type Term } from './term.ts';

/** What a transaction moves: positive is owed to the insurer, negative is given back. `gross` is net and taxes. */
export type Movement = Premium;

/**
 * How a tax follows the premium: by a rate on each movement, once for each term, or, where it is levied on something
 * else than the net premium, prorated as that is.
 */
export type TaxRule =
  | { code: string; rate: string; round?: Rounding }
  | { code: string; flat: string }
  | { code: string; prorated: true };

/** What is kept of a premium beside cover; negative where it is given back. */
export interface Charge {
  code: 'short-rate-retention';
  amount: Money;
}

/**
 * The part of an amount for a whole term that is earned when a day begins, to the cent, half up. Parts of a term are
 * differences of it, so that they add up to the whole however it is split.
 */
export function earned(amount: Big, term: Term, date: string): Big {
  const share = elapsed(term, date);
  return amount.times(share.of).div(share.in).round(2);
}

/** A movement of so much net premium, and of its taxes. */
export function movementOf(
  net: Big,
  taxes: readonly { code: string; amount: Big }[],
  currency: string,
): Movement {
  const gross = taxes.reduce((sum, { amount }) => sum.plus(amount), net);
  return {
    net: money(net, currency),
    taxes: taxes.map(({ code, amount }) => ({ code, amount: money(amount, currency) })),
    gross: money(gross, currency),
  };
}

/** The movement that undoes another, to the cent. */
export function opposite({ net, taxes, gross }: Movement): Movement {
  return {
    net: negated(net),
    taxes: taxes.map(({ code, amount }) => ({ code, amount: negated(amount) })),
    gross: negated(gross),
  };
}

/** The same amount the other way. Zero has no sign. */
export function negated({ amount, currency }: Money): Money {
  const value = new Decimal(amount);
  return money(value.eq(0) ? new Decimal(0) : value.times(-1), currency);
}

/** An amount as a number to calculate with. */
export function exact({ amount }: Money): Big {
  return new Decimal(amount);
}

/** What several movements come to, tax by tax. There is at least one. */
export function totalMovement(movements: readonly Movement[]): Movement {
  const [first] = movements;
  if (!first) throw new Error('nothing was moved');
  const codes = [...new Set(movements.flatMap(({ taxes }) => taxes.map(({ code }) => code)))];
  const levied = movements.flatMap(({ taxes }) => taxes);
  const taxes = codes.map((code) => ({ code, amount: sumOf(levied.filter((tax) => tax.code === code)) }));
  return movementOf(sumOf(movements.map(({ net: amount }) => ({ amount }))), taxes, first.net.currency);
}

/** What several charges come to, those that cancel out left out. */
export function totalCharges(charges: readonly Charge[]): Charge[] {
  const [first] = charges;
  const sum = sumOf(charges);
  return first && !sum.eq(0) ? [{ code: first.code, amount: money(sum, first.amount.currency) }] : [];
}

function sumOf(amounts: readonly { amount: Money }[]): Big {
  return amounts.reduce((sum, { amount }) => sum.plus(exact(amount)), new Decimal(0));
}
