import type { components } from '../../../openapi/generated/types.ts';
import type { Answer } from '../../middleware/call.ts';
import type { CallOf } from '../../middleware/implementation.ts';
import { type Instant, now } from '../../platform/clock.ts';
import { type DrivingScore, isEnough } from '../../scores/score.ts';
import { findScore } from '../../scores/store.ts';
import { groundOfScore } from './access.ts';

/** What the contract shows of a score. */
type ScoreView = components['schemas']['DrivingScore'];

/** How somebody drives under a policy. */
export async function getDrivingScore(call: CallOf<'getDrivingScore'>): Promise<Answer<ScoreView>> {
  const { policyId } = call.path;
  const ground = await groundOfScore(policyId, call);
  const score = await findScore(policyId);
  return { body: score ? viewScore(score, now()) : { policyId, version: 0, ...NOTHING }, ...ground };
}

/** What is said of a policy that nobody has driven under. */
const NOTHING = {
  ...{ enough: false, distanceKm: 0, annualKm: 0 },
  ...{ tripCount: 0, disputedTripCount: 0, dayCount: 0, reasons: [] },
};

function viewScore(score: DrivingScore, at: Instant): ScoreView {
  const { policyId, version, rules, asOf, from, to } = score;
  return {
    ...{ policyId, version, rules, asOf },
    ...(score.score !== undefined && { score: score.score }),
    enough: isEnough(score, at),
    ...{ distanceKm: score.km, annualKm: score.annualKm },
    ...{ tripCount: score.trips, disputedTripCount: score.disputedTrips, dayCount: score.days },
    ...(from !== undefined && to !== undefined && { firstDay: from, lastDay: to }),
    reasons: score.reasons.map((reason) => ({ ...reason })),
  };
}
