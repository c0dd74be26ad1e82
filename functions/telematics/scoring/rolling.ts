import { after24Hours, dayIn, daysBetween, type PlainDate } from '../../platform/calendar.ts';
import type { Instant } from '../../platform/clock.ts';
import type { ScoreFigures, ScoreReason } from '../../scores/score.ts';
import type { DrivingRules } from '../rules.ts';
import { exactScoreOf, type Score } from '../trips/score.ts';
import type { ScoreInputs, Trip } from '../trips/trip.ts';
import { countedOnce, type RecordedTrip } from './overlap.ts';
import { staleFrom } from './staleness.ts';

/** What of a trip counts for the score of its driver. */
export type DrivenTrip = RecordedTrip & Pick<Trip, 'status' | 'dispute' | 'distanceM' | 'inputs'>;

/** By when, and by which rules, a score is worked out. */
export interface Occasion {
  at: Instant;
  rules: DrivingRules;
  /** The rules' name and version. */
  name: string;
}

type Rolling = DrivingRules['rolling'];

/** All that was driven on one day, and its score. */
interface DrivenDay extends Score {
  date: PlainDate;
  distanceM: number;
}

/**
 * What driving comes to: the score is the mean of the newest daily scores, weighted by the distance of their days
 * (Tesla Safety Score: up to 30 days). It counts once enough was driven in the period that is looked back on. Trips
 * that are disputed, not completed, without any distance, or part of another by now, are left out, and what two devices
 * recorded counts once.
 */
export function rollingScore(trips: readonly DrivenTrip[], { at, rules, name }: Occasion): ScoreFigures {
  const { rolling, timeZone } = rules;
  const since = Date.parse(after24Hours(at, -rolling.lookbackDays));
  const recent = trips.filter(
    ({ status, startedAt, distanceM }) => status === 'completed' && startedAt > since && distanceM > 0,
  );
  const undisputed = recent.filter(({ dispute }) => dispute === undefined);
  const counted = countedOnce(undisputed);
  const days = drivenDays(counted, rules);
  const scored = days.slice(-rolling.scoredDays);
  const metres = sumOf(counted, ({ distanceM }) => distanceM);
  const until = enoughUntil(counted, rolling);
  const staleAt = staleFrom(recent, at, rolling);
  return {
    ...meanOf(scored),
    ...(until !== undefined && at < until && { enoughUntil: until }),
    ...(staleAt !== undefined && { staleAt }),
    km: tenths(metres / 1000),
    trips: counted.length,
    disputedTrips: recent.length - undisputed.length,
    days: scored.length,
    annualKm: annualKm(metres, days[0]?.date, dayIn(timeZone, at), rolling),
    rules: name,
  };
}

/** The days on which anything was driven, in their order. The inputs of a day's trips are scored as those of one. */
function drivenDays(trips: readonly DrivenTrip[], rules: DrivingRules): DrivenDay[] {
  const byDay = Map.groupBy(trips, ({ startedAt }) =>
    dayIn(rules.timeZone, new Date(startedAt).toISOString()),
  );
  return [...byDay]
    .map(([date, ofDay]) => ({
      date,
      distanceM: sumOf(ofDay, ({ distanceM }) => distanceM),
      ...exactScoreOf(sumOfInputs(ofDay), rules),
    }))
    .sort((a, b) => (a.date < b.date ? -1 : 1));
}

function sumOfInputs(trips: readonly DrivenTrip[]): ScoreInputs {
  return {
    brakingSeconds: sumOf(trips, ({ inputs }) => inputs.brakingSeconds),
    hardBrakingSeconds: sumOf(trips, ({ inputs }) => inputs.hardBrakingSeconds),
    turningSeconds: sumOf(trips, ({ inputs }) => inputs.turningSeconds),
    hardTurningSeconds: sumOf(trips, ({ inputs }) => inputs.hardTurningSeconds),
  };
}

/** The mean of days weighted by their distances, rounded only now, with what cost points on them, the most first. */
function meanOf(days: readonly DrivenDay[]): Pick<ScoreFigures, 'score' | 'reasons' | 'from' | 'to'> {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return { reasons: [] };
  const metres = sumOf(days, ({ distanceM }) => distanceM);
  const weighted = (amountOf: (day: DrivenDay) => number) =>
    tenths(sumOf(days, (day) => day.distanceM * amountOf(day)) / metres);
  return {
    score: weighted(({ score }) => score),
    reasons: CODES.map((code) => ({ code, points: weighted((day) => pointsOf(day, code)) }))
      .filter(({ points }) => points > 0)
      .sort((a, b) => b.points - a.points),
    from: first.date,
    to: last.date,
  };
}

const CODES: readonly ScoreReason['code'][] = ['hard-braking', 'hard-turning'];

function pointsOf({ reasons }: Score, code: ScoreReason['code']): number {
  return reasons.find((reason) => reason.code === code)?.points ?? 0;
}

/**
 * Until when enough has been driven, should nothing more be: as the oldest of the newest trips that are enough is no
 * longer looked back on. Undefined where all of them are not enough.
 */
function enoughUntil(trips: readonly DrivenTrip[], rolling: Rolling): Instant | undefined {
  const { enoughTrips, enoughKm, lookbackDays } = rolling;
  let metres = 0;
  for (const [index, trip] of trips.toSorted((a, b) => b.startedAt - a.startedAt).entries()) {
    metres += trip.distanceM;
    if (index + 1 >= enoughTrips && metres >= enoughKm * 1000) {
      return after24Hours(new Date(trip.startedAt).toISOString(), lookbackDays);
    }
  }
  return undefined;
}

/** A year at the pace since the first day; a few days are taken for more, since they may be unlike the rest. */
function annualKm(metres: number, first: PlainDate | undefined, today: PlainDate, rolling: Rolling): number {
  if (first === undefined) return 0;
  const days = Math.max(rolling.annualisedOverDays, daysBetween(first, today));
  return Math.round((metres / 1000) * (365 / days));
}

/** To one decimal, half up. */
function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

function sumOf<Each>(all: readonly Each[], amountOf: (each: Each) => number): number {
  return all.reduce((sum, each) => sum + amountOf(each), 0);
}
