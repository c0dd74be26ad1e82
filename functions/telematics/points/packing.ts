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
  const has = Int32Array.from(points, hasOf);
  to.write(FORMAT, 8);
  to.writeNumber(points.length);
  to.writeNumber(Math.floor(first / 1_000));
  to.writeNumber(first % 1_000);
  writeColumn(
    to,
    Int32Array.from(points, ({ at }) => at - first),
  );
  writeColumn(to, has);
  for (const { bit, parts, of } of FIGURES) {
    const having = whichHave(bit, points, has);
    if (having.length === 0) continue;
    writeColumn(
      to,
      Int32Array.from(having, (point) => partsOf(of(point) ?? 0, parts)),
    );
  }
  const findings = whichHave(HAS.findings, points, has).map(({ events = [] }) => events);
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
    for (const [index, point] of having.entries()) give(point, figureOf(column[index] ?? 0, parts));
  }
  points.forEach((point, index) => {
    if (isSet(HAS.ignition, has[index])) point.ignition = isSet(HAS.ignitionOn, has[index]);
  });
  const finders = whichHave(HAS.findings, points, has);
  if (finders.length > 0) {
    const findings = readFindings(from, finders.length);
    for (const [index, point] of finders.entries()) point.events = findings[index] ?? [];
  }
  return points;
}

function whichHave(bit: number, points: readonly Point[], has: Int32Array): Point[] {
  return points.filter((_, index) => isSet(bit, has[index]));
}

function isSet(bit: number, bits = 0): boolean {
  return (bits & bit) !== 0;
}
