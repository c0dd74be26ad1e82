import type Big from 'big.js';
import { Decimal } from '../platform/money.ts';
import { bandOf, type DrivingBook, distanceRelativity } from './driving-book.ts';
import type { AppliedFactor } from './rate-book.ts';

/** How somebody drives: a rolling score from 0 to 100 with one decimal, and the kilometres of a year. */
export interface Driven {
  score: number;
  annualKm: number;
}

/** What driving does to a price, as an exact decimal, and how that came about. */
export interface DrivingFactor {
  /** The step of the rate book that it multiplies. */
  step: string;
  factor: string;
  /** What it is the product of: the score's band, the distance and, where it holds, the cap. */
  factors: readonly AppliedFactor[];
}

/** The factor of somebody's driving on a book, or undefined where the book does not price the product by driving. */
export function drivingFactor(book: DrivingBook, product: string, driven: Driven): DrivingFactor | undefined {
  const step = book.products[product]?.step;
  if (step === undefined) return undefined;
  const { band, relativity } = bandOf(book, driven.score);
  const distance = distanceRelativity(book, driven.annualKm);
  const uncapped = distance.times(relativity);
  const capped = capOf(book, uncapped);
  return {
    step,
    factor: (capped ?? uncapped).toFixed(),
    factors: [
      { code: 'score', value: band, relativity },
      { code: 'distance', value: String(driven.annualKm), relativity: distance.toFixed() },
      ...(capped ? [capEntry(capped, uncapped, book.distance)] : []),
    ],
  };
}

/** The end of the cap that a factor is beyond, or undefined where it is within. */
function capOf({ cap }: DrivingBook, uncapped: Big): Big | undefined {
  const [least, most] = [new Decimal(cap.least), new Decimal(cap.most)];
  if (uncapped.lt(least)) return least;
  return uncapped.gt(most) ? most : undefined;
}

/** The cap as a factor among others. It is rounded, since it is a quotient: what is priced with is the cap itself. */
function capEntry(capped: Big, uncapped: Big, { places }: DrivingBook['distance']): AppliedFactor {
  const relativity = uncapped.eq(0) ? capped : capped.div(uncapped).round(places, Decimal.roundHalfUp);
  return { code: 'cap', value: capped.toFixed(), relativity: relativity.toFixed() };
}
