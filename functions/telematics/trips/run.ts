import { severityOf } from './event.ts';
import type { EventKind, Severity, TripEvent } from './trip.ts';

/** Samples that lie so close together that they are one event: an event in the making. */
export interface Run {
  kind: EventKind;
  /** The first sample, and the last. */
  from: number;
  to: number;
  /** How long the first sample stands for. */
  holdMs: number;
  /** What the strongest sample amounts to, in g or km/h. */
  peak: number;
}

/** A sample of an event, and what it amounts to. */
export interface Sample {
  kind: EventKind;
  at: number;
  holdMs: number;
  amount: number;
}

/** The run that goes on with a sample, which gives it its kind where it is the strongest, or begins with it. */
export function extended(run: Run | undefined, { kind, at, holdMs, amount }: Sample): Run {
  if (!run) return { kind, from: at, to: at, holdMs, peak: amount };
  return { ...run, to: at, ...(amount > run.peak && { kind, peak: amount }) };
}

/** How long a run lasts, as far as it goes. */
export function secondsOf({ from, to, holdMs }: Run): number {
  return (to - from + holdMs) / 1000;
}

/** The event that a run is, as far as it goes, measured on a scale of g or km/h. */
export function eventOf(
  run: Run,
  source: TripEvent['source'],
  scale: Readonly<Record<Severity, number>>,
): TripEvent {
  const peak = Math.round(run.peak * 1000) / 1000;
  return {
    at: run.from,
    kind: run.kind,
    severity: severityOf(peak, scale),
    ...(run.kind === 'speeding' ? { excessKmh: peak } : { peakG: peak }),
    source,
    seconds: secondsOf(run),
  };
}
