import type { LabelledDrive, RecordedVehicle } from './recorded-drives.ts';

/** An event in few words, as both its drive's authors and this project tell of it: second, kind, severity and peak in g. */
export type Told = `${number} ${string} ${string} ${number}`;

/** How far times may be off. */
const TOLERANCE_MS = 15_000;

/** An event of a trip, as domain and contract have it but for its time, which is in epoch milliseconds. */
interface FoundEvent {
  at: number;
  kind: string;
  severity: string;
  peakG?: number;
}

/** What the authors of a drive found in it. */
export function labels({ events }: LabelledDrive): Told[] {
  return events.map(({ start, axis, severity, signed_g }) => {
    const kind = axis === 'lateral' ? 'cornering' : alongKind(signed_g);
    const name = severity === 'med' ? 'medium' : severity;
    return `${start} ${kind} ${name} ${Math.abs(signed_g)}` as const;
  });
}

/** What was found in a drive, by the second. */
export function findings(events: readonly FoundEvent[]): Told[] {
  return events.map(
    ({ at, kind, severity, peakG }) => `${at / 1000} ${kind} ${severity} ${peakG ?? 0}` as const,
  );
}

/** Of a vehicle's trips, those that were found with right times: by how much their distances are off. */
export function errorsOf(
  { trips }: RecordedVehicle,
  found: readonly { startedAt: number; endedAt: number; distanceM: number }[],
): number[] {
  return trips.flatMap((trip) => {
    const same = found.find(
      ({ startedAt, endedAt }) =>
        Math.abs(startedAt - trip.startedAt) <= TOLERANCE_MS &&
        Math.abs(endedAt - trip.endedAt) <= TOLERANCE_MS,
    );
    return same ? [Math.abs(same.distanceM - trip.distanceM) / trip.distanceM] : [];
  });
}

/** The middle one of some figures. */
export function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN;
}

/** The authors count what makes a vehicle slower as negative. */
function alongKind(signedG: number): 'braking' | 'acceleration' {
  return signedG < 0 ? 'braking' : 'acceleration';
}
