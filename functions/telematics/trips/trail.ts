import type { DrivingRules } from '../rules.ts';
import { areApart, type Fix, metresBetween } from './fix.ts';
import { isFirst, isGap, type Rhythm } from './rhythm.ts';

/**
 * Where a device was in the last half minute or so: the last fix, and before it the last fix of each span of time. Spans
 * begin and end by the clock, not by what came first, so that of a device's points the later ones alone leave the same
 * trail.
 */
export interface Trail {
  last?: Fix;
  /** Since when the device has been giving just the last fix's position, if it is known to have given another. */
  since?: number | undefined;
  fixes: Fix[];
}

/**
 * Goes on to a fix. Answers whether a way leads there: not after a gap, nor to where nobody drives that fast, which is
 * where receivers jump. Then the trail begins anew.
 */
export function follow(trail: Trail, fix: Fix, rhythm: Rhythm, rules: DrivingRules): boolean {
  const { last, since, fixes } = trail;
  trail.last = fix;
  if (!last) {
    if (isFirst(rhythm, fix.at, rules)) fixes.push(fix);
    return false;
  }
  const isBehindGap = isGap(rhythm, fix.at - last.at, rules);
  // Whether it stayed where it was all through a gap, nobody knows.
  if (isBehindGap) trail.since = undefined;
  else if (last.lat !== fix.lat || last.lon !== fix.lon) trail.since = fix.at;
  if (isBehindGap || isLeap(last, fix, since ?? last.at, rules)) {
    fixes.splice(0, fixes.length, fix);
    return false;
  }
  const spanMs = rules.motion.overSeconds * 500;
  const isNewSpan = Math.floor(last.at / spanMs) !== Math.floor(fix.at / spanMs);
  if (isNewSpan && fixes.at(-1)?.at !== last.at) fixes.push(last);
  // One fix that is old enough to compare with is enough.
  while (fixes[1] && isOld(fixes[1], fix, rules)) fixes.shift();
  return true;
}

/** The newest fix of a trail that is old enough to tell whether the last one moved. */
export function formerFix({ fixes, last }: Trail, rules: DrivingRules): Fix | undefined {
  const [oldest] = fixes;
  return oldest && last && isOld(oldest, last, rules) ? oldest : undefined;
}

/** From where a way began that led from a former fix to the last one: the last fix that was still near the former. */
export function departure({ fixes }: Trail, former: Fix): Fix {
  const away = fixes.findIndex((fix) => areApart(former, fix, 1));
  return fixes.at(away === -1 ? -1 : away - 1) ?? former;
}

/** How long before it is noticed a departure may be, at most. */
export function longestDepartureMs({ motion, split }: DrivingRules): number {
  return (motion.overSeconds + split.longestGapSeconds) * 1000;
}

function isOld(fix: Fix, now: Fix, { motion }: DrivingRules): boolean {
  return now.at - fix.at >= motion.overSeconds * 1000;
}

/** Whether a fix is further away than anybody drives. */
function isLeap(last: Fix, fix: Fix, since: number, { motion, split }: DrivingRules): boolean {
  // A receiver that loses its satellites often says where it was last, until it leaps to where it is by now.
  const ms = fix.at - (fix.at - since > split.gapSeconds * 1000 ? last.at : since);
  const furthest = (motion.fastestKmh / 3600) * ms;
  return areApart(last, fix, motion.motionFactor) && metresBetween(last, fix) > furthest;
}
