import { type Facts, numberOf } from './facts.ts';
import { applyFactor, type RateBook } from './rate-book.ts';

/** Why a risk was declined or referred. */
export interface Reason {
  code: string;
  detail: string;
}

type Rule = RateBook['decline'][number];
type Condition = Rule['when'];

/** What the book's rules say of a risk: the first list that has something to say decides. */
export type Verdict = { outcome: 'rate' } | { outcome: 'declined' | 'referred'; reasons: readonly Reason[] };

/** Runs a book's rules, those that decline before those that refer. Every rule that fires gives its reason. */
export function judge(book: RateBook, facts: Facts): Verdict {
  for (const [outcome, rules] of [
    ['declined', book.decline],
    ['referred', book.refer],
  ] as const) {
    const reasons = rules
      .filter(({ when }) => holds(when, book, facts))
      .map(({ code, detail }) => ({ code, detail }));
    if (reasons.length > 0) return { outcome, reasons };
  }
  return { outcome: 'rate' };
}

/**
 * What the rules say of a risk that they did not say of it before: an answer of then stands only as long as the facts
 * that a rule looks at are what they were.
 */
export function reasonsRaised(book: RateBook, facts: Facts, before: Facts): readonly Reason[] {
  const wasAnswered = ({ when }: Rule) =>
    holds(when, book, before) && factsOf(when, book).every((fact) => facts[fact] === before[fact]);
  return [...book.decline, ...book.refer]
    .filter((rule) => holds(rule.when, book, facts) && !wasAnswered(rule))
    .map(({ code, detail }) => ({ code, detail }));
}

/** The facts that a condition looks at. */
function factsOf(condition: Condition, book: RateBook): string[] {
  if ('notFound' in condition) return [condition.notFound];
  if ('fact' in condition) return [condition.fact];
  const of = book.factors[condition.unrated]?.of;
  if (of === undefined || of === 'coverage') return [];
  if ('fact' in of) return [of.fact];
  const fact = book.bands?.[of.band]?.fact;
  return fact === undefined ? [] : [fact];
}

function holds(condition: Condition, book: RateBook, facts: Facts): boolean {
  if ('notFound' in condition) return facts[condition.notFound] === null;
  if ('unrated' in condition) {
    return !book.coverages.some((coverage) => applyFactor(book, condition.unrated, facts, coverage));
  }
  const fact = facts[condition.fact];
  if ('in' in condition) return condition.in.some((value) => value === fact);
  const number = numberOf(fact);
  if (number === undefined) return false;
  return 'below' in condition ? number < condition.below : number > condition.above;
}
