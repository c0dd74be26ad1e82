import type { EventKind, Severity, TripEvent } from './trip.ts';

/** An event in few characters: kind, source and severity by their places below; the amount in g or km/h. */
export type PackedEvent = [
  ago: number,
  kind: number,
  source: number,
  severity: number,
  amount: number | null,
  seconds: number,
];

const KINDS: readonly EventKind[] = ['braking', 'acceleration', 'cornering', 'speeding'];
const SOURCES: readonly TripEvent['source'][] = ['accelerometer', 'speed', 'device'];
const SEVERITIES: readonly Severity[] = ['low', 'medium', 'high'];

/** From which amount on, in g or km/h, an event is of which severity. */
type Scale = Readonly<Record<Severity, number>>;

/** How severe an event of an amount is. */
export function severityOf(amount: number, scale: Scale): Severity {
  if (amount >= scale.high) return 'high';
  return amount >= scale.medium ? 'medium' : 'low';
}

/** An event as it is kept, its time as milliseconds before another. */
export function packed(event: TripEvent, before: number): PackedEvent {
  const { at, kind, source, severity, peakG, excessKmh, seconds } = event;
  const amount = peakG ?? excessKmh ?? null;
  return [
    before - at,
    KINDS.indexOf(kind),
    SOURCES.indexOf(source),
    SEVERITIES.indexOf(severity),
    amount,
    seconds,
  ];
}

export function unpacked(
  [ago, kind, source, severity, amount, seconds]: PackedEvent,
  before: number,
): TripEvent {
  const named = KINDS[kind] ?? 'braking';
  const size = named === 'speeding' ? 'excessKmh' : 'peakG';
  return {
    at: before - ago,
    kind: named,
    severity: SEVERITIES[severity] ?? 'low',
    ...(amount !== null && { [size]: amount }),
    source: SOURCES[source] ?? 'device',
    seconds,
  };
}
