import { describe, expect, it } from 'vitest';
import { every, later, NOON, place, speeds, tripsOf } from '../../../test/support/rides.ts';
import { currentRules } from '../catalogue.ts';
import type { Point } from '../points/point.ts';
import { assemble, emptyAssembly, openTrip } from './assembly.ts';

const { rules } = currentRules();
const trips = (points: readonly Point[]) => tripsOf(points, rules);
const only = (points: readonly Point[]) => {
  const [trip, ...others] = trips(points);
  if (!trip || others.length > 0) throw new Error(`${others.length + 1} trips`);
  return trip;
};

/** So many seconds at a speed in km/h. */
const going = (seconds: number, kmh: number) => Array.from({ length: seconds }, () => kmh);

describe('a trip', () => {
  it('goes from the last point at rest to the next one', () => {
    const trip = only(speeds(0, 0, 18, 36, 36, 18, 0, 0));

    expect(trip).toMatchObject({ startedAt: NOON + 1_000, endedAt: NOON + 6_000, durationSeconds: 5 });
    expect(trip).toMatchObject({ pointCount: 6, maxSpeedKmh: 36 });
  });

  it('begins and ends with motion where there is no rest near', () => {
    const points = later(speeds(...going(6, 50)), 100);
    const trip = only([...speeds(0), ...points, ...later(speeds(0), 200)]);

    expect(trip).toMatchObject({ startedAt: NOON + 100_000, endedAt: NOON + 105_000, pointCount: 6 });
  });

  it('is as long as speed over time', () => {
    // 2.5 m, 7.5 m, ten times 10 m, 7.5 m, 2.5 m.
    const trip = only(speeds(0, 18, ...going(11, 36), 18, 0));
    expect(trip.distanceM).toBe(120);
  });

  it('is one with rest in it of just below 300 seconds, and two from there on', () => {
    const resting = (seconds: number) => trips(speeds(30, 30, 30, ...going(seconds, 0), 30, 30, 30)).length;
    expect(resting(299)).toBe(1);
    expect(resting(300)).toBe(2);
  });

  it('has the points at rest amid it, and not those after it', () => {
    const drive = speeds(0, 30, 30, 0);
    const parked = every(250, () => ({ speedKmh: 0 }), { from: NOON + 4_000 });
    expect(only([...drive, ...parked]).pointCount).toBe(4);
    expect(only([...drive, ...parked, ...later(drive, 260)]).pointCount).toBe(258);
  });

  it('is not driven through a gap', () => {
    const part = speeds(...going(11, 36));
    expect(only([...part, ...later(part, 10 + 36)]).distanceM).toBe(200);
    expect(only([...part, ...later(part, 10 + 30)]).distanceM).toBe(500);
  });

  it('counts all that its wheels have turned, in slow traffic too', () => {
    const crawling = every(120, (index) => ({
      ...place(0),
      speedKmh: index < 10 || index > 110 ? 36 : 1.8,
    }));
    expect(only(crawling).distanceM).toBeCloseTo(9 * 10 + 5.25 + 100 * 0.5 + 5.25 + 8 * 10, 1);
  });

  it('has the share of its distance that was driven by night', () => {
    const brussels = (time: string) => Date.parse(`2026-11-20T${time}+01:00`);
    const drive = (from: number) => every(601, () => ({ speedKmh: 36 }), { from });

    expect(only(drive(brussels('12:00:00'))).nightShare).toBe(0);
    expect(only(drive(brussels('23:30:00'))).nightShare).toBe(1);
    expect(only(drive(brussels('04:55:00'))).nightShare).toBeCloseTo(0.5, 2);
    expect(only(drive(brussels('22:57:30'))).nightShare).toBeCloseTo(0.75, 2);
  });

  it('is open until there was no motion for long enough, and ended then', () => {
    const drive = speeds(0, 30, 30, 0);
    const { ended, after } = assemble(emptyAssembly, drive, rules);
    expect(ended).toEqual([]);
    const open = openTrip(after);

    const parked = assemble(after, later(speeds(0), 303), rules);
    expect(parked.ended).toEqual([open]);
    expect(openTrip(parked.after)).toBeUndefined();
  });

  it('is the same whatever is sent of the rest after it', () => {
    const drive = speeds(0, 30, 30, 30, 0);
    const parked = every(290, () => ({ speedKmh: 0.4, accelG: { x: 0.5, y: 0, z: 1 } }), {
      from: NOON + 5_000,
    });
    const { after } = assemble(emptyAssembly, drive, rules);
    expect(openTrip(assemble(after, parked, rules).after)).toEqual(openTrip(after));
  });
});

describe('of a device at rest', () => {
  it('low speeds are no motion where its position stays', () => {
    const parked = every(1_000, (index) => ({ speedKmh: (index % 7) / 2, ...place(0), accuracyM: 4 }));
    expect(trips(parked)).toEqual([]);
  });

  it('low speeds are motion where it has no position, unless its ignition is off', () => {
    const creeping = (more: object) => every(10, () => ({ speedKmh: 2, ...more }));
    expect(trips(creeping({}))).toHaveLength(1);
    expect(trips(creeping({ ignition: true }))).toHaveLength(1);
    expect(trips(creeping({ ignition: false }))).toEqual([]);
  });

  it('low speeds are motion where its position moves along', () => {
    const creeping = every(300, (index) => ({ speedKmh: 3.6, ...place(index * 2.5), accuracyM: 3 }));
    expect(only(creeping).durationSeconds).toBeGreaterThan(250);
  });

  it('positions that differ by less than their accuracies are no motion', () => {
    const parked = every(2_000, (index) => ({ ...place((index * 7) % 11, (index * 5) % 13), accuracyM: 6 }));
    expect(trips(parked)).toEqual([]);
  });

  it('a position that leaps away and back is no motion', () => {
    const parked = every(600, (index) => ({ ...place(index === 300 ? 900 : 0), accuracyM: 5 }));
    expect(trips(parked)).toEqual([]);
  });

  it('the ignition alone is no motion', () => {
    expect(trips(every(600, () => ({ speedKmh: 0, ignition: true, ...place(0) })))).toEqual([]);
  });
});

describe('without speeds', () => {
  const METRES_PER_DEGREE = 111_195;

  /** North at 15 m/s from the hundredth second to the four hundredth. */
  const driven = (second: number) => place(15 * Math.min(Math.max(second - 100, 0), 300));
  const sampled = (seconds: number) =>
    every(Math.floor(500 / seconds), (index) => ({ ...driven(index * seconds), accuracyM: 4 }), { seconds });

  it.each([0.5, 1, 2, 5, 10, 15, 30])('positions every %d s tell how far it was', (seconds) => {
    const trip = only(sampled(seconds));

    expect(Math.abs(trip.distanceM - 4_500)).toBeLessThan(30);
    expect(trip.maxSpeedKmh).toBeCloseTo(54, 0);
    expect(trip.startedAt - NOON).toBeGreaterThanOrEqual(85_000);
    expect(trip.startedAt - NOON).toBeLessThanOrEqual(100_000);
    expect(Math.abs(trip.endedAt - NOON - 400_000)).toBeLessThanOrEqual(Math.max(5, seconds) * 1000);
  });

  it('nothing is known of a gap', () => {
    const tunnel = sampled(1).filter((_, index) => index < 200 || index > 260);
    expect(Math.abs(only(tunnel).distanceM - (4_500 - 62 * 15))).toBeLessThan(35);
  });

  it('a receiver that stands still for a while, and leaps to where it is, has been driven there', () => {
    const frozen = sampled(1).map((point, index) =>
      index > 200 && index < 225 ? { ...driven(200), at: point.at, accuracyM: 4 } : point,
    );
    expect(Math.abs(only(frozen).distanceM - 4_500)).toBeLessThan(30);
  });

  it.each([
    ['east', 1],
    ['west', -1],
  ])('the date line is crossed to the %s like any other', (_where, sign) => {
    // Fiji, 0.0015 degrees every 15 seconds, half of them on either side.
    const drive = every(
      42,
      (index) => {
        const beyond = sign * (index - 20.5) * 0.0015;
        return { lat: -17, lon: beyond - Math.sign(beyond) * 180, accuracyM: 4 };
      },
      { seconds: 15 },
    );
    const metres = 41 * 0.0015 * METRES_PER_DEGREE * Math.cos((17 * Math.PI) / 180);
    expect(Math.abs(only(drive).distanceM - metres)).toBeLessThan(30);
  });

  it('a leap that nobody drives adds nothing', () => {
    const leaping = sampled(1).map((point, index) =>
      index === 250 ? { ...point, ...place(9_000, 9_000) } : point,
    );
    expect(Math.abs(only(leaping).distanceM - 4_500)).toBeLessThan(75);
  });

  it('now and then, no moment counts twice', () => {
    const some = sampled(1).map((point, index) => {
      const speedKmh = index > 100 && index <= 400 ? 54 : 0;
      if (index % 3 === 0) return { at: point.at, speedKmh };
      return index % 3 === 1 ? { ...point, speedKmh } : point;
    });
    expect(Math.abs(only(some).distanceM - 4_500)).toBeLessThan(30);
  });
});
