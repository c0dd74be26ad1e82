import type { Point } from '../points/point.ts';
import type { DrivingRules } from '../rules.ts';
import { type Fix, metresBetween, noiseBetween } from './fix.ts';
import { formerFix, isAway, type Trail } from './trail.ts';

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
  const { last } = trail;
  const former = formerFix(trail, rules);
  return last && former && isAway(last, former, rules) ? BY_SPEED : undefined;
}

/** Whether a speed is so low that the vehicle stands for sure. */
export function stands(speedKmh: number, { motion }: DrivingRules): boolean {
  return speedKmh < motion.leastKmh;
}

/** Motion by positions alone: the last one must also be away from the anchor, where distance was measured up to. */
function motionBetween(
  { fixes, last }: Trail,
  anchor: Fix | undefined,
  rules: DrivingRules,
): Motion | undefined {
  if (!last) return undefined;
  if (anchor && metresBetween(anchor, last) <= (globalThis.KD ?? 1) * noiseBetween(anchor, last))
    return undefined;
  const former = formerFix({ fixes, last }, rules);
  return former && isAway(last, former, rules) ? { by: 'position', former } : undefined;
}
