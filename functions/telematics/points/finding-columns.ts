import type { BitReader, BitWriter } from './bits.ts';
import { readColumn, writeColumn } from './column.ts';
import type { DeviceFinding } from './point.ts';
import { figureOf, PARTS, partsOf } from './precision.ts';

/** Kinds by the number that they are stored as: new ones come behind. */
const KINDS = ['braking', 'acceleration', 'cornering', 'speeding'] as const;

/** Stored in place of a peak that was not given. */
const NO_PEAK = -1;

/** Writes what devices found at some points, one at least: how much at each, and all of it behind one another. */
export function writeFindings(to: BitWriter, perPoint: readonly (readonly DeviceFinding[])[]): void {
  const findings = perPoint.flat();
  writeColumn(
    to,
    Int32Array.from(perPoint, ({ length }) => length),
  );
  writeColumn(
    to,
    Int32Array.from(findings, ({ kind }) => KINDS.indexOf(kind)),
  );
  writeColumn(
    to,
    Int32Array.from(findings, ({ peakG }) =>
      peakG === undefined ? NO_PEAK : partsOf(peakG, PARTS.acceleration),
    ),
  );
}

/** Reads what was found at so many points. */
export function readFindings(from: BitReader, length: number): DeviceFinding[][] {
  const counts = readColumn(from, length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const kinds = readColumn(from, total);
  const peaks = readColumn(from, total);
  let next = 0;
  return Array.from(counts, (count) => {
    const findings = Array.from({ length: count }, (_, index) =>
      findingOf(kinds[next + index], peaks[next + index]),
    );
    next += count;
    return findings;
  });
}

function findingOf(code = 0, peak = NO_PEAK): DeviceFinding {
  const kind = KINDS[code];
  if (!kind) throw new RangeError(`a finding of an unknown kind, ${code}`);
  return { kind, ...(peak !== NO_PEAK && { peakG: figureOf(peak, PARTS.acceleration) }) };
}
