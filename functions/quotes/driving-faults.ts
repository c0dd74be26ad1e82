import { Decimal } from '../platform/money.ts';
import type { DrivingBook } from './driving-book.ts';
import type { RateBook } from './rate-book.ts';

/** The lowest and the highest score there can be. */
const SCORES = { least: 0, most: 100 };

/**
 * What is wrong with a driving book that its schema cannot say: scores that it gives no or two meanings, a cap that
 * nothing fits in, steps that rate books lack. Empty for a book that can price.
 */
export function drivingFaultsOf(book: DrivingBook, rateBooks: readonly RateBook[]): string[] {
  return [
    ...calibrationFaults(book),
    ...bandFaults(book),
    ...capFaults(book),
    ...stepFaults(book, rateBooks),
  ];
}

function calibrationFaults({ calibration }: DrivingBook): string[] {
  const [first, last] = [calibration[0], calibration.at(-1)];
  const whole = first?.score === SCORES.least && last?.score === SCORES.most;
  const falling = calibration.slice(1).filter(({ score, as }, index) => {
    const before = calibration[index];
    return before === undefined || score <= before.score || as < before.as;
  });
  return [
    ...(whole ? [] : ['calibration: it has to reach from 0 to 100']),
    ...falling.map(({ score }) => `calibration: ${score} does not ascend`),
  ];
}

function bandFaults({ bands }: DrivingBook): string[] {
  const sorted = bands.toSorted((a, b) => a.from - b.from);
  const begins = [...sorted.map(({ from }) => from), SCORES.most + 1];
  const broken = sorted.flatMap(({ band, from, to }, index) =>
    from <= to && begins[index + 1] === to + 1
      ? []
      : [`band ${band}: ${from} to ${to} does not meet the next`],
  );
  return begins[0] === SCORES.least ? broken : ['bands: the lowest score falls in none', ...broken];
}

function capFaults({ cap: { least, most } }: DrivingBook): string[] {
  return new Decimal(least).lte(most) ? [] : ['cap: the least is more than the most'];
}

function stepFaults({ products }: DrivingBook, rateBooks: readonly RateBook[]): string[] {
  return Object.entries(products).flatMap(([product, { step }]) => {
    const books = rateBooks.filter((book) => book.product === product);
    if (books.length === 0) return [`product ${product}: there is no rate book of it`];
    const lacking = books.filter(({ steps }) => !steps.some(({ name }) => name === step));
    return lacking.map(
      ({ effectiveFrom }) => `product ${product}: its book of ${effectiveFrom} has no step ${step}`,
    );
  });
}
