import type { BitReader, BitWriter } from './bits.ts';
import { RiceCode } from './rice.ts';

/**
 * What a number of a column is expected to be: always the base (order 0), the one before it and a slope (1), or as much
 * more than the one before as that one was more than its own (2).
 */
interface Forecast {
  order: 0 | 1 | 2;
  /** What the first number is expected to be. */
  base: number;
  /** By how much the next one is expected to be more. */
  slope: number;
}

/** How many numbers are looked at to find the middle one. */
const SAMPLE = 31;

/** Where at least so much of a column is as expected, what is so is counted in runs. */
const RUNS_FROM = 0.7;

/** Writes a column of whole numbers within ±2^28 in few bits. How many they are has to be known to who reads them. */
export function writeColumn(to: BitWriter, column: Int32Array): void {
  const { forecast, errors } = bestForecast(column);
  let right = 0;
  for (const error of errors) if (error === 0) right++;
  const inRuns = right >= RUNS_FROM * errors.length;
  to.write(forecast.order * 2 + Number(inRuns), 3);
  to.writeNumber(zigzag(forecast.base));
  to.writeNumber(zigzag(forecast.slope));
  if (inRuns) writeRuns(to, errors);
  else writeEach(to, errors);
}

/** Reads a column of so many numbers. */
export function readColumn(from: BitReader, length: number): Int32Array {
  const head = from.read(3);
  const base = unzigzag(from.readNumber());
  const slope = unzigzag(from.readNumber());
  const errors = new Int32Array(length);
  if (head % 2 === 1) readRuns(from, errors);
  else readEach(from, errors);
  return corrected({ order: (head >> 1) as Forecast['order'], base, slope }, errors);
}

/** Of the forecasts that a column suggests, the one whose errors have the fewest digits. */
function bestForecast(column: Int32Array): { forecast: Forecast; errors: Int32Array } {
  const [first = 0, second = first] = column;
  const forecasts: Forecast[] = [
    { order: 0, base: middleOf(column.length, (index) => column[index] ?? 0), slope: 0 },
    { order: 1, base: first, slope: middleOf(column.length - 1, (index) => stepAfter(column, index)) },
    { order: 2, base: first, slope: second - first },
  ];
  const tried = forecasts.map((forecast) => ({ forecast, ...errorsOf(forecast, column) }));
  return tried.reduce((best, next) => (next.digits < best.digits ? next : best));
}

function stepAfter(column: Int32Array, index: number): number {
  return (column[index + 1] ?? 0) - (column[index] ?? 0);
}

/** The middle one of some of so many numbers; 0 where there are none. */
function middleOf(length: number, at: (index: number) => number): number {
  const stride = Math.max(1, Math.floor(length / SAMPLE));
  const sample = new Int32Array(Math.ceil(Math.max(0, length) / stride));
  for (let index = 0; index < sample.length; index++) sample[index] = at(index * stride);
  sample.sort();
  return sample[sample.length >> 1] ?? 0;
}

/** By how much each number is more than was expected, and how many binary digits that takes in all. */
function errorsOf(
  { order, base, slope }: Forecast,
  column: Int32Array,
): { errors: Int32Array; digits: number } {
  const errors = new Int32Array(column.length);
  let [before, last, digits] = [base - 2 * slope, base - slope, 0];
  for (let index = 0; index < column.length; index++) {
    const number = column[index] ?? 0;
    const error = number - (order === 0 ? base : order === 1 ? last + slope : 2 * last - before);
    errors[index] = error;
    digits += 32 - Math.clz32(zigzag(error));
    before = last;
    last = number;
  }
  return { errors, digits };
}

/** The numbers that a forecast was wrong about by so much. */
function corrected({ order, base, slope }: Forecast, errors: Int32Array): Int32Array {
  const column = new Int32Array(errors.length);
  let [before, last] = [base - 2 * slope, base - slope];
  for (let index = 0; index < errors.length; index++) {
    const number =
      (errors[index] ?? 0) + (order === 0 ? base : order === 1 ? last + slope : 2 * last - before);
    column[index] = number;
    before = last;
    last = number;
  }
  return column;
}

function writeEach(to: BitWriter, errors: Int32Array): void {
  const code = new RiceCode();
  for (const error of errors) code.write(to, zigzag(error));
}

function readEach(from: BitReader, errors: Int32Array): void {
  const code = new RiceCode();
  for (let index = 0; index < errors.length; index++) errors[index] = unzigzag(code.read(from));
}

/** Writes how many errors are 0, then one that is not, and so on to the end. */
function writeRuns(to: BitWriter, errors: Int32Array): void {
  const [runs, others] = [new RiceCode(), new RiceCode()];
  let run = 0;
  for (const error of errors) {
    if (error === 0) {
      run++;
      continue;
    }
    runs.write(to, run);
    others.write(to, zigzag(error) - 1);
    run = 0;
  }
  if (run > 0) runs.write(to, run);
}

function readRuns(from: BitReader, errors: Int32Array): void {
  const [runs, others] = [new RiceCode(), new RiceCode()];
  for (let index = runs.read(from); index < errors.length; index += 1 + runs.read(from)) {
    errors[index] = unzigzag(others.read(from) + 1);
    if (index === errors.length - 1) return;
  }
}

/** Numbers of both signs as numbers from 0, the small ones first: 0, -1, 1, -2, … */
function zigzag(number: number): number {
  return ((number << 1) ^ (number >> 31)) >>> 0;
}

function unzigzag(code: number): number {
  return (code >>> 1) ^ -(code & 1);
}
