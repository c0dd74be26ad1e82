import type { components } from '../../../openapi/generated/types.ts';
import type { Instant } from '../../platform/clock.ts';
import type { DrivingRules } from '../rules.ts';
import type { DeviceFinding, Point } from './point.ts';
import { PARTS, rounded } from './precision.ts';

/** A point as a device sends it, of the shape that the contract gives it. */
export type SentPoint = Omit<Point, 'at'> & { at: string };

/** Why a point is not taken. */
export type Fault = components['schemas']['RejectedPoint']['reason'];

/** A time in which nothing may be measured: from the one instant until before the other, or from then on. */
export interface Rest {
  from: Instant;
  to?: Instant;
}

/** What a validator found wrong about a point: where, and by which rule of the contract. */
export interface ShapeFault {
  instancePath: string;
  keyword: string;
  params: Record<string, unknown>;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Why a point is not taken that does not fit the contract. */
export function faultOfShape(faults: readonly ShapeFault[]): Fault {
  if (faults.every(saysNothingMeasured)) return 'nothing-measured';
  if (faults.every((fault) => isBeyond(fault, ['/lat', '/lon'], ['minimum', 'maximum'])))
    return 'off-the-globe';
  if (faults.every((fault) => isBeyond(fault, ['/speedKmh'], ['maximum']))) return 'implausible-speed';
  return 'shape';
}

function saysNothingMeasured({ instancePath, keyword, params }: ShapeFault): boolean {
  const isOneOfThem = keyword === 'required' && params.missingProperty !== 'at';
  return instancePath === '' && (keyword === 'anyOf' || isOneOfThem);
}

function isBeyond({ instancePath, keyword }: ShapeFault, places: string[], limits: string[]): boolean {
  return places.includes(instancePath) && limits.includes(keyword);
}

/** What a point is held against: the rules, the present (epoch milliseconds), and when nothing was to be measured. */
export interface Bounds {
  admission: DrivingRules['admission'];
  now: number;
  rests: readonly Rest[];
}

/** A point of a fitting shape as it is kept, or why it is not taken. */
export function checkPoint(sent: SentPoint, { admission, now, rests }: Bounds): Point | Fault {
  const { futureSeconds, oldestDays, fastestKmh } = admission;
  const at = Date.parse(sent.at);
  if (at > now + futureSeconds * 1000) return 'in-the-future';
  if (at < now - oldestDays * DAY_MS) return 'too-old';
  if (sent.speedKmh !== undefined && sent.speedKmh > fastestKmh) return 'implausible-speed';
  if (rests.some((rest) => isWithin(at, rest))) return 'while-suspended';
  return kept(sent, at);
}

function isWithin(at: number, { from, to }: Rest): boolean {
  return at >= Date.parse(from) && (to === undefined || at < Date.parse(to));
}

/** A point as it is kept: each figure in the precision in which it is stored. */
function kept(sent: SentPoint, at: number): Point {
  const { lat, lon, speedKmh, headingDeg, accuracyM, ignition, accelG, speedLimitKmh, events } = sent;
  const point: Point = { at };
  if (lat !== undefined && lon !== undefined) {
    point.lat = rounded(lat, PARTS.position);
    point.lon = rounded(lon, PARTS.position);
  }
  if (speedKmh !== undefined) point.speedKmh = rounded(speedKmh, PARTS.speed);
  if (headingDeg !== undefined) point.headingDeg = rounded(headingDeg, PARTS.heading) % 360;
  if (accuracyM !== undefined) point.accuracyM = rounded(accuracyM, PARTS.accuracy);
  if (ignition !== undefined) point.ignition = ignition;
  if (accelG) point.accelG = keptAxes(accelG);
  if (speedLimitKmh !== undefined) point.speedLimitKmh = rounded(speedLimitKmh, PARTS.speed);
  if (events && events.length > 0) point.events = events.map(keptFinding);
  return point;
}

function keptAxes({ x, y, z }: NonNullable<SentPoint['accelG']>): NonNullable<Point['accelG']> {
  const { acceleration } = PARTS;
  return { x: rounded(x, acceleration), y: rounded(y, acceleration), z: rounded(z, acceleration) };
}

function keptFinding({ kind, peakG }: NonNullable<SentPoint['events']>[number]): DeviceFinding {
  return { kind, ...(peakG !== undefined && { peakG: rounded(peakG, PARTS.acceleration) }) };
}
