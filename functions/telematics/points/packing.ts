import { BitReader, BitWriter } from './bits.ts';
import { readColumn, writeColumn } from './column.ts';
import { FIGURES, HAS, hasOf } from './figures.ts';
import { readFindings, writeFindings } from './finding-columns.ts';
import type { Point } from './point.ts';
import { figureOf, partsOf } from './precision.ts';

/** Says how the rest is to be read. */
const FORMAT = 1;

/**
 * Points in a compact form: column by column, each number as what is wrong about its forecast (`column.ts`). A point with
 * every figure takes 6 to 7 bytes of driving that was recorded once a second.
 *
 * @param points in order of time and in stored precision; one at least, and all of them within three days
 */
export function pack(points: readonly Point[]): Uint8Array {
  const to = new BitWriter();
  const first = points[0]?.at ?? 0;
  to.write(FORMAT, 8);
  to.writeNumber(points.length);
  to.writeNumber(Math.floor(first / 1_000));
  to.writeNumber(first % 1_000);
  writeColumn(
    to,
    columnOf(points, ({ at }) => at - first),
  );
  writeColumn(to, columnOf(points, hasOf));
  for (const { parts, of } of FIGURES) {
    const column = columnOf(points, of, parts);
    if (column.length > 0) writeColumn(to, column);
  }
  const findings = points.flatMap(({ events }) => (events ? [events] : []));
  if (findings.length > 0) writeFindings(to, findings);
  return to.end();
}

/** The points that were packed. @throws RangeError where this is no form in which points were ever packed */
export function unpack(bytes: Uint8Array): Point[] {
  const from = new BitReader(bytes);
  const format = from.read(8);
  if (format !== FORMAT) throw new RangeError(`points are packed in an unknown form, ${format}`);
  const length = from.readNumber();
  const first = from.readNumber() * 1_000 + from.readNumber();
  const times = readColumn(from, length);
  const has = readColumn(from, length);
  const points = Array.from(times, (after): Point => ({ at: first + after }));
  for (const { bit, parts, give } of FIGURES) {
    const having = whichHave(bit, points, has);
    if (having.length === 0) continue;
    const column = readColumn(from, having.length);
    for (let index = 0; index < having.length; index++) {
      give(having[index] as Point, figureOf(column[index] ?? 0, parts));
    }
  }
  for (const point of whichHave(HAS.ignition, points, has)) point.ignition = false;
  for (const point of whichHave(HAS.ignitionOn, points, has)) point.ignition = true;
  const finders = whichHave(HAS.findings, points, has);
  const findings = finders.length > 0 ? readFindings(from, finders.length) : [];
  for (const [index, point] of finders.entries()) point.events = findings[index] ?? [];
  return points;
}

/** A figure of those points that have it, in parts of its unit. */
function columnOf(points: readonly Point[], of: (point: Point) => number | undefined, parts = 1): Int32Array {
  const column = new Int32Array(points.length);
  let length = 0;
  for (const point of points) {
    const figure = of(point);
    if (figure !== undefined) column[length++] = partsOf(figure, parts);
  }
  return column.subarray(0, length);
}

/** The points of which a bit is set. */
function whichHave(bit: number, points: readonly Point[], has: Int32Array): Point[] {
  return points.filter((_, index) => ((has[index] ?? 0) & bit) !== 0);
}
