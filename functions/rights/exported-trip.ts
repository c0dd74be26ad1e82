import type { components } from '../../openapi/generated/types.ts';
import type { DrivingRules } from '../telematics/rules.ts';
import { scoreOf } from '../telematics/trips/score.ts';
import type { Trip } from '../telematics/trips/trip.ts';

/**
 * A trip as an export tells it, which goes through the hands of staff: of driving, kilometres and the score, by the rules
 * that it was made by. When it was, and all else, its driver reads without them. What is still going on has no figures.
 */
export function exportTrip(
  { tripId, version, status, distanceM, inputs, dispute }: Trip,
  deviceId: string,
  rules: DrivingRules,
): components['schemas']['ExportedTrip'] {
  const known = { tripId, deviceId, version, status };
  if (status === 'in-progress') return known;
  return {
    ...known,
    distanceKm: Math.round(distanceM) / 1000,
    score: scoreOf(inputs, rules).score,
    ...(dispute && { dispute: { ...dispute } }),
  };
}
