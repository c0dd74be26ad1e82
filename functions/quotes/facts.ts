import { completedYears } from '../platform/calendar.ts';
import type { Refusal } from '../platform/problem.ts';
import type { RateBook } from './rate-book.ts';

/** What a price is made from: derived from a request, free of personal data. Null is a lookup that found nothing. */
export type Facts = Readonly<Record<string, Fact>>;
export type Fact = string | number | boolean | null;

type Derivation = RateBook['facts'][string];

/** A fact as a number to compare with: a number or an amount; undefined for anything else. */
export function numberOf(fact: Fact | undefined): number | undefined {
  if (typeof fact === 'number') return fact;
  return typeof fact === 'string' && /^\d+(\.\d+)?$/.test(fact) ? Number(fact) : undefined;
}

/** A part of a request, from which some of its facts are derived. */
export type Section = 'driver' | 'vehicle' | 'address';

/**
 * Derives the facts that a book names from a request, or refuses a request that cannot have them. Where a section
 * is named, only the facts that come from it.
 */
export function deriveFacts(book: RateBook, request: object, section?: Section): { facts: Facts } | Refusal {
  const facts: Record<string, Fact> = {};
  for (const [name, derivation] of Object.entries(book.facts)) {
    if (section && !sourceOf(derivation).startsWith(`/${section}/`)) continue;
    const fact = derive(derivation, request, book.currency);
    if (isRefusal(fact)) return fact;
    facts[name] = fact;
  }
  return { facts };
}

/** Where in a request a fact comes from, as a JSON pointer. */
function sourceOf(derivation: Derivation): string {
  if ('copy' in derivation) return derivation.copy;
  if ('completedYears' in derivation) return derivation.completedYears.from;
  return 'amount' in derivation ? derivation.amount : derivation.lookup.of;
}

function derive(derivation: Derivation, request: object, currency: string): Fact | Refusal {
  if ('copy' in derivation) return scalarAt(request, derivation.copy);
  if ('completedYears' in derivation) return yearsBetween(derivation.completedYears, request);
  if ('amount' in derivation) return amountAt(request, derivation, currency);
  return lookUp(derivation.lookup, request);
}

function yearsBetween({ from, to }: { from: string; to: string }, request: object): number | Refusal {
  const [start, end] = [scalarAt(request, from), scalarAt(request, to)];
  if (isRefusal(start)) return start;
  if (isRefusal(end)) return end;
  const years = completedYears(String(start), String(end));
  if (years >= 0) return years;
  return { refusal: 'contradictory-facts', detail: `This date is after that of ${to}.`, pointer: from };
}

type Amount = Extract<Derivation, { amount: string }>;

function amountAt(request: object, { amount: pointer, missing }: Amount, currency: string): string | Refusal {
  const value = valueAt(request, pointer);
  if (!isRecord(value)) return required(pointer, missing);
  if (value.currency !== currency) {
    return { refusal: 'currency-mismatch', detail: `The amount must be in ${currency}.`, pointer };
  }
  return String(value.amount);
}

type Lookup = Extract<Derivation, { lookup: object }>['lookup'];

function lookUp({ of, digits, where = {}, ranges }: Lookup, request: object): Fact {
  const fits = Object.entries(where).every(([pointer, value]) => valueAt(request, pointer) === value);
  const text = String(valueAt(request, of));
  if (!fits || text.length !== digits || !/^\d+$/.test(text)) return null;
  const key = Number(text);
  return ranges.find(({ from, to }) => from <= key && key <= to)?.entry ?? null;
}

function scalarAt(request: object, pointer: string): string | number | boolean | Refusal {
  const value = valueAt(request, pointer);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : required(pointer);
}

function valueAt(request: object, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), request);
}

function required(pointer: string, refusal: Refusal['refusal'] = 'input-required'): Refusal {
  return { refusal, detail: 'The product needs this to be said.', pointer };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isRefusal(fact: Fact | Refusal): fact is Refusal {
  return typeof fact === 'object' && fact !== null;
}
