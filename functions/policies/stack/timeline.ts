import type Big from 'big.js';
import type { PlainDate } from '../../platform/calendar.ts';
import { Decimal } from '../../platform/money.ts';
import type { Cover } from './cover.ts';
import { earned, exact } from './movement.ts';
import { isWithin, type Term } from './term.ts';
import type { Act, Effect, Standing } from './transaction.ts';

/** A stretch of a term in which nothing changes; half-open, as terms are. */
export interface Segment {
  from: PlainDate;
  to: PlainDate;
  term: Term;
  standing: Standing;
  /** What is covered, or was until cover ended. */
  cover: Cover;
}

/** A policy's segments in order. They leave no day of a term out. */
export type Timeline = readonly Segment[];

/** What the live transactions of a stack make of a policy. */
export function timelineOf(live: readonly Act[]): Timeline {
  return live.reduce<Timeline>(extend, []);
}

/** A timeline after one more transaction that takes effect no earlier than those before it. */
export function extend(timeline: Timeline, effect: Effect): Timeline {
  const { effectiveDate } = effect;
  switch (effect.kind) {
    case 'issuance':
    case 'renewal': {
      const { term, cover } = effect;
      return [...timeline, { from: term.start, to: term.end, term, standing: 'in-force', cover }];
    }
    case 'change':
    case 'reinstatement':
      return overwrite(timeline, effectiveDate, { standing: 'in-force', cover: effect.cover });
    case 'cancellation':
      return overwrite(timeline, effectiveDate, { standing: effect.standing });
  }
}

/** From a day to the end of its term, everything as said. */
function overwrite(timeline: Timeline, date: PlainDate, content: Partial<Segment>): Timeline {
  const segment = segmentAt(timeline, date);
  if (!segment) throw new Error(`no segment holds ${date}`);
  const before = timeline
    .filter(({ from }) => from < date)
    .map((one) => (one === segment ? { ...one, to: date } : one));
  return [...before, { ...segment, ...content, from: date, to: segment.term.end }];
}

/** The segment that spans a day, or undefined outside all terms. */
export function segmentAt(timeline: Timeline, date: PlainDate): Segment | undefined {
  return timeline.find(({ from, to }) => isWithin({ start: from, end: to }, date));
}

/** The net premium of all segments with cover. */
export function netOf(timeline: Timeline): Big {
  return timeline.reduce(
    (sum, segment) => sum.plus(earnedIn(segment, exact(segment.cover.premium.net))),
    new Decimal(0),
  );
}

/** A tax of all segments with cover, where it is prorated as the premium is. */
export function taxOf(timeline: Timeline, code: string): Big {
  return timeline.reduce((sum, segment) => {
    const tax = segment.cover.premium.taxes.find((one) => one.code === code);
    return tax ? sum.plus(earnedIn(segment, exact(tax.amount))) : sum;
  }, new Decimal(0));
}

/** What an amount for a whole term earns between the first day of a segment and its last. */
function earnedIn({ standing, term, from, to }: Segment, amount: Big): Big {
  if (standing !== 'in-force') return new Decimal(0);
  return earned(amount, term, to).minus(earned(amount, term, from));
}
