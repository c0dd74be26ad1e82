import type { Point } from '../points/point.ts';
import type { DrivingRules } from '../rules.ts';
import { areApart, type Fix } from './fix.ts';
import { formerFix, type Trail } from './trail.ts';

/** How a point moves: as its speed says, or as its position does, which was elsewhere before. */
export type Motion = { by: 'speed' } | { by: 'position'; former: Fix };

const BY_SPEED: Motion = { by: 'speed' };

/**
 * How a point moves, unless it does not. A speed is believed where it is high enough, a low one only where no position
 * denies it, since receivers at rest show low speeds; with the ignition off it is none. Without speed, the position must
 * be away from where it was some time ago.
 */
export function motionOf(
  point: Point,
  { trail, anchor }: { trail: Trail; anchor: Fix | undefined },
  rules: DrivingRules,
): Motion | undefined {
  const { speedKmh, ignition, lat } = point;
  if (speedKmh === undefined) return motionBetween(trail, anchor, rules);
  if (speedKmh >= rules.motion.certainKmh) return BY_SPEED;
  if (stands(speedKmh, rules) || ignition === false) return undefined;
  if (lat === undefined) return BY_SPEED;
  return formerOf(trail, rules) ? BY_SPEED : undefined;
}

/** Whether a speed is so low that the vehicle stands for sure. */
export function stands(speedKmh: number, { motion }: DrivingRules): boolean {
  return speedKmh < motion.leastKmh;
}

/**
 * Motion by positions alone. Up to the anchor distance was measured: the last fix must be away from it too, or the vehicle
 * would seem to move until the former fix is one where it stands already.
 */
function motionBetween(trail: Trail, anchor: Fix | undefined, rules: DrivingRules): Motion | undefined {
  const { last } = trail;
  const former = formerOf(trail, rules);
  if (!last || !former) return undefined;
  const isThere = anchor && anchor.at > former.at && !areApart(anchor, last, rules.motion.distanceFactor);
  return isThere ? undefined : { by: 'position', former };
}

/** The former fix that the last one of a trail is away from, if it is. */
function formerOf(trail: Trail, rules: DrivingRules): Fix | undefined {
  const { last } = trail;
  const former = formerFix(trail, rules);
  return last && former && areApart(former, last, rules.motion.motionFactor) ? former : undefined;
}
