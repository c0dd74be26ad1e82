import type { DrivingRules } from '../rules.ts';
import type { ScoreInputs } from './trip.ts';

/** What cost a score its points. */
export interface ScoreReason {
  code: 'hard-braking' | 'hard-turning';
  /** By how many points the score would be higher without it. */
  points: number;
  /** The hard part of the time of braking, or turning, up to what counts, in percent. */
  percent: number;
}

/** How well somebody drove: 0 to 100, and why it is not more. */
export interface Score {
  score: number;
  /** What cost the most first. */
  reasons: readonly ScoreReason[];
}

/** The score of a trip as it is shown: each figure to a tenth, with what cost any points, the most first. */
export function scoreOf(inputs: ScoreInputs, rules: DrivingRules): Score {
  const { score, reasons } = exactScoreOf(inputs, rules);
  return {
    score: tenths(score),
    reasons: reasons
      .map(({ code, points, percent }) => ({ code, points: tenths(points), percent: tenths(percent) }))
      .filter(({ points }) => points > 0)
      .sort((a, b) => b.points - a.points),
  };
}

/**
 * The score of whatever the inputs are sums of, not rounded yet, with all that could cost points. Tesla's Safety Score v1,
 * as published: `PCF = 0.682854 × 1.127294^HB × 1.019630^AT` (the inputs that no device here measures are 0),
 * `score = clamp(115.382324 − 22.526504 × PCF, 0, 100)`; HB and AT are capped.
 */
export function exactScoreOf(inputs: ScoreInputs, { score: rules }: DrivingRules): Score {
  const braking = percentOf(inputs.hardBrakingSeconds, inputs.brakingSeconds, rules.braking.capPercent);
  const turning = percentOf(inputs.hardTurningSeconds, inputs.turningSeconds, rules.turning.capPercent);
  const score = (hardBraking: number, hardTurning: number) =>
    clamped(
      rules.intercept -
        rules.slope * rules.factor * rules.braking.base ** hardBraking * rules.turning.base ** hardTurning,
    );
  const reached = score(braking, turning);
  return {
    score: reached,
    reasons: [
      { code: 'hard-braking', points: score(0, turning) - reached, percent: braking },
      { code: 'hard-turning', points: score(braking, 0) - reached, percent: turning },
    ],
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
