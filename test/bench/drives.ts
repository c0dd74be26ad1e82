import type { components } from '../../openapi/generated/types.ts';

/** A point with every field of the contract. */
export type FullPoint = Required<Omit<components['schemas']['TelemetryPoint'], 'events'>>;

/** How much the figures of neighbouring seconds scatter, as in the recorded drives that the packing was measured on. */
const SCATTER = { positionDeg: 4e-6, speedKmh: 0.5, accelG: 0.055, headingDeg: 1.2 };

const GRAVITY = 9.81;
const METRES_PER_DEGREE = 111_195;
/** The speeds that a drive makes for, in turn, and for how many seconds: lights, towns, roads. */
const LEGS = [
  [0, 20],
  [50, 120],
  [30, 60],
  [0, 35],
  [50, 90],
  [70, 200],
  [90, 240],
  [120, 300],
  [70, 80],
  [50, 100],
] as const;
const LIMITS = [30, 50, 70, 90, 120];

/** Numbers that look random and are the same for the same seed (mulberry32). */
function randoms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Where a car is, and how it moves: metres per second, degrees, degrees per second. */
interface Car {
  lat: number;
  lon: number;
  speed: number;
  heading: number;
  turn: number;
}

/** A drive of so many points, one each second, that is in motion from its first to its last; times in epoch milliseconds. */
export function driveOf(seed: number, startedAt: number, length: number): FullPoint[] {
  const random = randoms(seed);
  const scatter = (width: number) => (random() + random() + random() - 1.5) * 2 * width;
  const car: Car = { lat: 50.5 + random(), lon: 4 + random(), speed: 12, heading: random() * 360, turn: 0 };
  let [leg, left] = [1, Number(LEGS[1]?.[1])];
  return Array.from({ length }, (_, second) => {
    if (left-- === 0) {
      leg = (leg + 1) % LEGS.length;
      left = Math.ceil(Number(LEGS[leg]?.[1]) * (0.5 + random()));
    }
    // The last minute is driven, so that the drive does not end in a standstill of its own.
    const wanted = second > length - 60 ? 30 : Number(LEGS[leg]?.[0]);
    const before = { ...car };
    const limit = LIMITS.find((each) => each >= wanted) ?? 120;
    car.turn = car.speed > 3 ? 0.8 * car.turn + scatter(1) : 0;
    move(car, wanted / 3.6);
    return pointOf(car, before, { at: startedAt + second * 1000, limit, scatter });
  });
}

/** One second further: gently towards the wanted speed. */
function move(car: Car, wanted: number): void {
  car.speed = Math.max(0, car.speed + Math.min(1.6, Math.max(-2, (wanted - car.speed) / 4)));
  car.heading = (car.heading + car.turn + 360) % 360;
  const radians = (car.heading * Math.PI) / 180;
  car.lat += (car.speed * Math.cos(radians)) / METRES_PER_DEGREE;
  car.lon += (car.speed * Math.sin(radians)) / (METRES_PER_DEGREE * Math.cos((car.lat * Math.PI) / 180));
}

function pointOf(
  { lat, lon, speed, heading, turn }: Car,
  before: Car,
  { at, limit, scatter }: { at: number; limit: number; scatter: (width: number) => number },
): FullPoint {
  const accel = (value: number) => round(value + scatter(SCATTER.accelG), 3);
  return {
    at: new Date(at).toISOString(),
    lat: round(lat + scatter(SCATTER.positionDeg), 6),
    lon: round(lon + scatter(SCATTER.positionDeg), 6),
    speedKmh: round(Math.max(0, speed * 3.6 + (speed > 0.5 ? scatter(SCATTER.speedKmh) : 0)), 1),
    headingDeg: round((heading + scatter(SCATTER.headingDeg) + 360) % 360, 1),
    accuracyM: 4,
    ignition: true,
    accelG: {
      x: accel((speed - before.speed) / GRAVITY),
      y: accel((-speed * turn * Math.PI) / 180 / GRAVITY),
      z: accel(1),
    },
    speedLimitKmh: limit,
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
