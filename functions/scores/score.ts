import type { PlainDate } from '../platform/calendar.ts';
import type { Instant } from '../platform/clock.ts';

/** How somebody drives under a policy, as the insurer's side knows it: a score and kilometres, no trip and no place. */
export interface DrivingScore extends ScoreFigures {
  scoreId: string;
  policyId: string;
  version: number;
  /** Who drives, by the pseudonym of the policy's driver's birth date; absent where devices name several. */
  driverKey?: string;
  /** When it was worked out. */
  asOf: Instant;
}

/** What driving under a policy comes to. */
export interface ScoreFigures {
  /** The rolling score, 0 to 100 with one decimal; absent while nothing was driven. */
  score?: number;
  /** What cost points, the most first. */
  reasons: readonly ScoreReason[];
  /** Until when enough has been driven for the score to count, should nothing more be; absent: it does not count. */
  enoughUntil?: Instant;
  /** From when on it has to be worked out anew, should nothing more be driven; absent where nothing was. */
  staleAt?: Instant;
  /** Kilometres and trips of the period that is looked back on, without those that are disputed. */
  km: number;
  trips: number;
  disputedTrips: number;
  /** How many days the score is made of, and the first and last of them. */
  days: number;
  from?: PlainDate;
  to?: PlainDate;
  /** Kilometres of a year, if it goes on like this. */
  annualKm: number;
  /** The rules that it was worked out by, such as `driving@1.0.0`. */
  rules: string;
}

/** What cost points of a score, and how many. */
export interface ScoreReason {
  code: ScoreReasonCode;
  points: number;
}

export type ScoreReasonCode = 'hard-braking' | 'hard-turning';

/** Says of a score that it has changed. It carries no value: the ledger keeps for ever, and a score may be deleted. */
export interface ScoreEvent {
  type: 'driving-score.updated';
  data: { scoreId: string; policyId: string };
}

/** A score that counts: there is one, and enough has been driven for it. */
export type CountingScore = DrivingScore & { score: number };

/** Whether a score counts at an instant. */
export function isEnough(score: DrivingScore | undefined, at: Instant): score is CountingScore {
  return score?.score !== undefined && score.enoughUntil !== undefined && at < score.enoughUntil;
}

/** The id that a policy's score has in the ledger, where a policy's own is the policy's. */
export function scoreIdOf(policyId: string): string {
  return policyId.replace(/^pol_/, 'scr_');
}

/** The policy whose score has an id. */
export function scoredPolicy(scoreId: string): string {
  return scoreId.replace(/^scr_/, 'pol_');
}
