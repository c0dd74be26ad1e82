import type Big from 'big.js';
import type { components } from '../../openapi/generated/driving-book.ts';
import { Decimal } from '../platform/money.ts';

/** What driving does to a price, as data; `openapi/driving-book.yaml` says what each part means. */
export type DrivingBook = components['schemas']['DrivingBook'];

/** A band of scores, and what it does to a price. */
export type ScoreBand = DrivingBook['bands'][number];

/**
 * The band of a score from 0 to 100: of what the book's calibration makes of it, in a straight line between two points,
 * rounded half up to a whole score.
 */
export function bandOf(book: DrivingBook, score: number): ScoreBand {
  const calibrated = Number(calibrate(book, score).round(0, Decimal.roundHalfUp));
  const band = book.bands.find(({ from, to }) => from <= calibrated && calibrated <= to);
  if (!band) throw new Error(`the driving book has no band for ${calibrated}`);
  return band;
}

function calibrate({ calibration }: DrivingBook, score: number): Big {
  // None is above the highest score: that is the end of the last line.
  const next = calibration.findIndex((point) => score < point.score);
  const end = calibration.at(next);
  const start = calibration.at(next - 1);
  if (!start || !end) throw new Error('a calibration has two points');
  const rise = new Decimal(score).minus(start.score).times(end.as - start.as);
  return rise.div(end.score - start.score).plus(start.as);
}

/**
 * What so many kilometres a year do to a price: (km / reference) ^ exponent, rounded half up to the book's places, so
 * that whichever machine draws the power, the same is multiplied by it.
 */
export function distanceRelativity({ distance }: DrivingBook, annualKm: number): Big {
  const { referenceKm, exponent, places } = distance;
  return new Decimal((annualKm / referenceKm) ** exponent).round(places, Decimal.roundHalfUp);
}
