/**
 * A commute as a device records it: 30 km from the edge of Ghent to that of Brussels, one point a second. Of our own
 * making: nobody drove it.
 */

/** A measurement, as the contract has it. */
export interface Measured {
  at: string;
  lat: number;
  lon: number;
  speedKmh: number;
  headingDeg: number;
  accuracyM: number;
  ignition: boolean;
  accelG: { x: number; y: number; z: number };
  speedLimitKmh: number;
}

/** A straight, and the bend at its end. */
interface Leg {
  metres: number;
  limitKmh: number;
  /** Degrees to the right; negative to the left. */
  turn: number;
  /** Who drives as usual goes faster than is allowed here. */
  hasty?: true;
  /** Whether somebody may run into the road half-way. */
  risky?: true;
}

const LEGS: readonly Leg[] = [
  { metres: 400, limitKmh: 30, turn: 90 },
  { metres: 1_100, limitKmh: 50, turn: -90, risky: true },
  { metres: 900, limitKmh: 50, turn: 60 },
  { metres: 2_600, limitKmh: 70, turn: -30 },
  { metres: 19_000, limitKmh: 120, turn: 45, hasty: true },
  { metres: 3_400, limitKmh: 70, turn: -90 },
  { metres: 1_500, limitKmh: 50, turn: 90, risky: true },
  { metres: 1_100, limitKmh: 30, turn: 0 },
];

const START = { lat: 51.0402, lon: 3.7871, heading: 112 };

/** In metres per second squared: what everybody does, and what only somebody in the road brings about. */
const ACCELERATING = 1.4;
const BRAKING = 1.7;
const EMERGENCY = 4.6;
const G = 9.80665;

/** Metres per second in a bend, how fast it turns, and how slow somebody in the road makes a driver. */
const BEND = 5.5;
const DEGREES_PER_SECOND = 22.5;
const SCARED = 3;
const HASTE_KMH = 12;

const METRES_PER_DEGREE = 111_320;

/** Where a vehicle is, and how it moves, in metres and seconds. */
interface Motion {
  lat: number;
  lon: number;
  heading: number;
  speed: number;
  /** Since the second before. */
  pull: number;
  turning: number;
}

/** A drive that begins at an instant (epoch milliseconds); `scares` tells how often somebody runs into the road. */
export function drive(startsAt: number, scares: number): Measured[] {
  const points: Measured[] = [];
  let motion: Motion = { ...START, speed: 0, pull: 0, turning: 0 };
  let left = scares;
  for (const [index, leg] of LEGS.entries()) {
    const isScared = leg.risky === true && left-- > 0;
    for (const next of along(leg, motion, { isScared, isLast: index === LEGS.length - 1 })) {
      motion = next;
      points.push(measured(motion, leg, startsAt + points.length * 1000));
    }
  }
  return points;
}

/** A leg, second by second. */
function* along(
  { metres, limitKmh, turn, hasty }: Leg,
  begin: Motion,
  { isScared, isLast }: { isScared: boolean; isLast: boolean },
): Generator<Motion> {
  let motion = begin;
  let scare = isScared;
  for (let driven = 0; driven < metres - 1; driven += motion.speed) {
    const limit = (limitKmh + (hasty && driven > metres / 3 && driven < metres / 2 ? HASTE_KMH : -2)) / 3.6;
    scare &&= driven < metres / 2 || motion.speed > SCARED;
    const isBraking = scare && driven >= metres / 2;
    motion = moved(motion, isBraking ? emergency(motion) : wanted(motion, limit, metres - driven, isLast), 0);
    yield motion;
    if (isLast && motion.speed < 0.5) return;
  }
  for (let turned = 0; turned < Math.abs(turn); turned += DEGREES_PER_SECOND) {
    motion = moved(motion, BEND, Math.sign(turn) * DEGREES_PER_SECOND);
    yield motion;
  }
}

/** The next second's speed of who keeps a limit, and comes to the end of the leg as slowly as it takes. */
function wanted({ speed }: Motion, limit: number, left: number, isLast: boolean): number {
  const atEnd = isLast ? 0 : BEND;
  const mostToStop = Math.sqrt(atEnd ** 2 + 2 * BRAKING * Math.max(0, left - speed));
  return Math.max(speed - BRAKING, Math.min(speed + ACCELERATING, limit, mostToStop));
}

function emergency({ speed }: Motion): number {
  return Math.max(SCARED - 0.1, speed - EMERGENCY);
}

function moved({ lat, lon, heading, speed: before }: Motion, speed: number, turning: number): Motion {
  const towards = (heading + turning + 360) % 360;
  const radians = (towards * Math.PI) / 180;
  return {
    lat: lat + (speed * Math.cos(radians)) / METRES_PER_DEGREE,
    lon: lon + (speed * Math.sin(radians)) / (METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180)),
    heading: towards,
    speed,
    pull: speed - before,
    turning,
  };
}

/** What the device says of it: its axes are x forward, y to the left. */
function measured(
  { lat, lon, heading, speed, pull, turning }: Motion,
  { limitKmh }: Leg,
  at: number,
): Measured {
  const sideways = (-turning * Math.PI * speed) / 180;
  return {
    at: new Date(at).toISOString(),
    lat: rounded(lat, 6),
    lon: rounded(lon, 6),
    speedKmh: rounded(speed * 3.6, 1),
    headingDeg: rounded(heading, 1),
    accuracyM: 4,
    ignition: true,
    accelG: { x: rounded(pull / G, 2), y: rounded(sideways / G, 2), z: 1 },
    speedLimitKmh: limitKmh,
  };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
