import type Big from 'big.js';
import type { components } from '../../openapi/generated/rate-book.ts';
import { Decimal } from '../platform/money.ts';
import { type Facts, numberOf } from './facts.ts';

/** A tariff as data; `openapi/rate-book.yaml` says what each part means. */
export type RateBook = components['schemas']['RateBook'];

/** One applied factor, as a quote keeps and shows it. */
export interface AppliedFactor {
  code: string;
  /** The band or entry that applied. */
  value: string;
  relativity: string;
}

/** What of a risk names a factor's entry: the coverage, or a fact, or the band that the fact falls in. */
function entryOf(book: RateBook, code: string, facts: Facts, coverage: string): string | undefined {
  const factor = book.factors[code];
  if (!factor) throw new Error(`the rate book has no factor ${code}`);
  if (factor.of === 'coverage') return coverage;
  if ('fact' in factor.of) {
    const fact = facts[factor.of.fact];
    return fact === null || fact === undefined ? undefined : String(fact);
  }
  return bandOf(book, factor.of.band, facts);
}

/** The factor as it applies to a risk, or undefined where the book has no relativity for it. */
export function applyFactor(
  book: RateBook,
  code: string,
  facts: Facts,
  coverage: string,
): Factor | undefined {
  const value = entryOf(book, code, facts, coverage);
  return value === undefined ? undefined : factorsOf(book).get(code)?.get(value);
}

function bandOf(book: RateBook, name: string, facts: Facts): string | undefined {
  const banding = book.bands?.[name];
  if (!banding) throw new Error(`the rate book has no banding ${name}`);
  const fact = numberOf(facts[banding.fact]);
  if (fact === undefined) return undefined;
  return banding.bands.find(({ from, to }) => from <= fact && (to === null || fact <= to))?.band;
}

/** A factor and its relativity as a number to calculate with. */
export interface Factor {
  applied: AppliedFactor;
  exact: Big;
}

/** Each book's factors by code and entry, made once. */
const made = new WeakMap<RateBook, Map<string, Map<string, Factor>>>();

function factorsOf(book: RateBook): Map<string, Map<string, Factor>> {
  const known = made.get(book);
  if (known) return known;
  const tables = Object.entries(book.factors).map(
    ([code, { relativities }]) => [code, tableOf(code, relativities)] as const,
  );
  const factors = new Map(tables);
  made.set(book, factors);
  return factors;
}

function tableOf(code: string, relativities: Record<string, string>): Map<string, Factor> {
  const entries = Object.entries(relativities).map(([value, text]) => {
    const exact = new Decimal(text);
    return [value, { applied: { code, value, relativity: exact.toFixed() }, exact }] as const;
  });
  return new Map(entries);
}
