import type { DrivingRules } from '../rules.ts';
import type { ScoreInputs } from './trip.ts';

/** What cost a score its points. */
export interface ScoreReason {
  code: 'hard-braking' | 'hard-turning';
  /** By how many points the score would be higher without it, to a tenth. */
  points: number;
  /** The hard part of the time of braking, or turning, up to what counts: percent, to a tenth. */
  percent: number;
}

/** How well somebody drove: 0 to 100, to a tenth, and why it is not more. */
export interface Score {
  score: number;
  /** What cost the most first. */
  reasons: readonly ScoreReason[];
}

/**
 * The score of a trip, or of whatever else the inputs are sums of. Tesla's Safety Score v1, as published
 * (../shared/domain.md §3): `PCF = 0.682854 × 1.127294^HB × 1.019630^AT` (the inputs that no device here measures are 0),
 * `score = clamp(115.382324 − 22.526504 × PCF, 0, 100)`; HB and AT are capped.
 */
export function scoreOf(inputs: ScoreInputs, { score: rules }: DrivingRules): Score {
  const braking = percentOf(inputs.hardBrakingSeconds, inputs.brakingSeconds, rules.braking.capPercent);
  const turning = percentOf(inputs.hardTurningSeconds, inputs.turningSeconds, rules.turning.capPercent);
  const score = (hardBraking: number, hardTurning: number) =>
    clamped(
      rules.intercept -
        rules.slope * rules.factor * rules.braking.base ** hardBraking * rules.turning.base ** hardTurning,
    );
  const reached = score(braking, turning);
  const reasons: ScoreReason[] = [
    { code: 'hard-braking', points: tenths(score(0, turning) - reached), percent: tenths(braking) },
    { code: 'hard-turning', points: tenths(score(braking, 0) - reached), percent: tenths(turning) },
  ];
  return {
    score: tenths(reached),
    reasons: reasons.filter(({ points }) => points > 0).sort((a, b) => b.points - a.points),
  };
}

function percentOf(part: number, whole: number, cap: number): number {
  return whole > 0 ? Math.min((100 * part) / whole, cap) : 0;
}

function clamped(score: number): number {
  return Math.min(Math.max(score, 0), 100);
}

/** To one decimal, half up. */
function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
