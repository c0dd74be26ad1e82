import type Big from 'big.js';
import { Decimal, type Money, money } from '../../platform/money.ts';
import type { Premium } from '../../quotes/rating.ts';
import { elapsed, type Term } from './term.ts';

/** What a transaction moves: positive is owed to the insurer, negative is given back. `gross` is net and taxes. */
export type Movement = Premium;

/** How a tax follows the premium: a rate on each movement of it, or once for each term. */
export type TaxRule = { code: string; rate: string } | { code: string; flat: string };

/** What is kept of a premium beside cover; negative where it is given back. */
export interface Charge {
  code: 'short-rate-retention';
  amount: Money;
}

/** Whether a movement takes a term's flat taxes along: with the whole term, and never with a part of it. */
export type WithFlatTaxes = 'charged' | 'returned' | 'untouched';

/**
 * The part of a term's net premium that is earned when a day begins, to the cent, half up. Parts of a term are
 * differences of it, so that they add up to the whole however it is split.
 */
export function earned(net: Big, term: Term, date: string): Big {
  const share = elapsed(term, date);
  return net.times(share.of).div(share.in).round(2);
}

/** A movement of so much net premium, each tax rounded half up to the cent. */
export function movementOf(
  net: Big,
  rules: readonly TaxRule[],
  currency: string,
  flat: WithFlatTaxes = 'untouched',
): Movement {
  const taxes = rules.map((rule) => ({ code: rule.code, amount: taxOn(net, rule, flat) }));
  const gross = taxes.reduce((sum, { amount }) => sum.plus(amount), net);
  return {
    net: money(net, currency),
    taxes: taxes.map(({ code, amount }) => ({ code, amount: money(amount, currency) })),
    gross: money(gross, currency),
  };
}

const FLAT_SIGN: Record<WithFlatTaxes, number> = { charged: 1, returned: -1, untouched: 0 };

function taxOn(net: Big, rule: TaxRule, flat: WithFlatTaxes): Big {
  if ('flat' in rule) return new Decimal(rule.flat).times(FLAT_SIGN[flat]);
  return net.times(rule.rate).round(2);
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
  const { currency } = first.net;
  const codes = [...new Set(movements.flatMap(({ taxes }) => taxes.map(({ code }) => code)))];
  const taxOf = ({ taxes }: Movement, wanted: string) => taxes.find(({ code }) => code === wanted)?.amount;
  return {
    net: total(
      movements.map(({ net }) => net),
      currency,
    ),
    taxes: codes.map((code) => ({
      code,
      amount: total(
        movements.flatMap((movement) => taxOf(movement, code) ?? []),
        currency,
      ),
    })),
    gross: total(
      movements.map(({ gross }) => gross),
      currency,
    ),
  };
}

/** What several charges come to, those that cancel out left out. */
export function totalCharges(charges: readonly Charge[]): Charge[] {
  const [first] = charges;
  if (!first) return [];
  const amount = total(
    charges.map((charge) => charge.amount),
    first.amount.currency,
  );
  return exact(amount).eq(0) ? [] : [{ code: first.code, amount }];
}

function total(amounts: readonly Money[], currency: string): Money {
  return money(
    amounts.reduce((sum, amount) => sum.plus(exact(amount)), new Decimal(0)),
    currency,
  );
}
