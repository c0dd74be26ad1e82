import type Big from 'big.js';
import { Decimal, type Money, money } from '../platform/money.ts';
import type { Facts } from './facts.ts';
import { type AppliedFactor, applyFactor, type RateBook } from './rate-book.ts';

/** A price: `gross` is `net` and all taxes. */
export interface Premium {
  net: Money;
  taxes: { code: string; amount: Money }[];
  gross: Money;
}

/** A coverage, its price, and every factor that made it. */
export interface PricedCoverage {
  coverage: string;
  premium: Premium;
  factors: AppliedFactor[];
}

/** A factor for which the book has no relativity for a risk. */
export interface Unrated {
  unrated: string;
}

type Step = RateBook['steps'][number];
type Operand = Step['operands'][number];
/** To how many places, and which way. */
export type Rounding = NonNullable<Step['round']>;

/** Under which code a trace has the factor of driving. */
const DRIVING = 'driving-score';

const MODES: Record<Rounding['mode'], 0 | 1 | 2 | 3> = { down: 0, 'half-up': 1, 'half-even': 2, up: 3 };

/** What a price is adjusted by that no fact of its book says. */
export interface Adjustments {
  /** An underwriter's, e.g. "1.25": multiplies the net premium, rounded as that is. */
  loading?: string | undefined;
  /** The factor of a driving book: multiplies a step before that is rounded. */
  driving?: AppliedDriving | undefined;
}

/** The factor of a driving book, as an exact decimal, and the step that it multiplies. */
export interface AppliedDriving {
  step: string;
  factor: string;
  drivingBook: string;
}

/** Prices one coverage of a risk on a book. */
export function price(
  book: RateBook,
  facts: Facts,
  coverage: string,
  { loading, driving }: Adjustments = {},
): PricedCoverage | Unrated {
  const factors: AppliedFactor[] = [];
  const values = new Map<string, Big>();
  for (const step of book.steps) {
    const operands: Big[] = [];
    for (const operand of step.operands) {
      if (typeof operand === 'object' && 'factor' in operand) {
        const factor = applyFactor(book, operand.factor, facts, coverage);
        if (!factor) return { unrated: operand.factor };
        factors.push(factor.applied);
        operands.push(factor.exact);
      } else {
        operands.push(operandValue(operand, facts, values));
      }
    }
    const exact = OPERATIONS[step.operation](operands);
    const driven = driving?.step === step.name ? drive(exact, factors, driving) : exact;
    values.set(step.name, round(driven, step.round));
  }
  if (loading !== undefined) load(book, values, factors, loading);
  return { coverage, premium: premiumOf(book, values), factors };
}

const OPERATIONS: Record<Step['operation'], (operands: Big[]) => Big> = {
  product: (operands) => operands.reduce((a, b) => a.times(b)),
  quotient: (operands) => operands.reduce((a, b) => a.div(b)),
  sum: (operands) => operands.reduce((a, b) => a.plus(b)),
  difference: (operands) => operands.reduce((a, b) => a.minus(b)),
  max: (operands) => operands.reduce((a, b) => (a.gte(b) ? a : b)),
  min: (operands) => operands.reduce((a, b) => (a.lte(b) ? a : b)),
};

function operandValue(
  operand: Exclude<Operand, { factor: string }>,
  facts: Facts,
  values: Map<string, Big>,
): Big {
  if (typeof operand === 'string') return constant(operand);
  if ('fact' in operand) return new Decimal(String(facts[operand.fact]));
  return stepOf(values, operand.step);
}

/** Constants of rate books as decimals, each parsed once. */
const constants = new Map<string, Big>();

function constant(text: string): Big {
  const known = constants.get(text) ?? new Decimal(text);
  constants.set(text, known);
  return known;
}

function stepOf(values: Map<string, Big>, name: string): Big {
  const value = values.get(name);
  if (!value) throw new Error(`the rate book has no step ${name} yet`);
  return value;
}

/** A value as a book rounds it; exact where nothing is said. */
export function round(value: Big, rounding: Rounding | undefined): Big {
  return rounding ? value.round(rounding.places, MODES[rounding.mode]) : value;
}

/** A step's exact value as driving has it. The trace says no more of driving than the price does. */
function drive(exact: Big, factors: AppliedFactor[], { factor, drivingBook }: AppliedDriving): Big {
  factors.push({ code: DRIVING, value: drivingBook, relativity: factor });
  return exact.times(factor);
}

function load(book: RateBook, values: Map<string, Big>, factors: AppliedFactor[], loading: string): void {
  const relativity = new Decimal(loading);
  const rounding = book.steps.find(({ name }) => name === book.net)?.round;
  values.set(book.net, round(stepOf(values, book.net).times(relativity), rounding));
  factors.push({ code: 'underwriting-loading', value: 'underwriter', relativity: relativity.toFixed() });
}

function premiumOf(book: RateBook, values: Map<string, Big>): Premium {
  const net = stepOf(values, book.net);
  const taxes = book.taxes.map((tax) => {
    const exact = 'flat' in tax ? constant(tax.flat) : stepOf(values, tax.base).times(constant(tax.rate));
    return { code: tax.code, amount: round(exact, tax.round ?? CENTS) };
  });
  const gross = taxes.reduce((sum, { amount }) => sum.plus(amount), net);
  return {
    net: money(net, book.currency),
    taxes: taxes.map(({ code, amount }) => ({ code, amount: money(amount, book.currency) })),
    gross: money(gross, book.currency),
  };
}

/** How a tax is rounded whose entry does not say. */
export const CENTS: Rounding = { places: 2, mode: 'half-up' };
