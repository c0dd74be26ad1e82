import { describe, expect, test } from 'vitest';
import { validate } from '../../../openapi/generated/validators/telemetry-point.js';
import type { Point } from './point.ts';
import { checkPoint, type Fault, faultOfShape, type Rest, type SentPoint } from './sent-point.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const LIMITS = { futureSeconds: 300, oldestDays: 30, fastestKmh: 400 };

/** What becomes of a point, as the operation has it checked, with times in which nothing was to be measured. */
function check(sent: unknown, ...rests: Rest[]): Point | Fault {
  if (!validate(sent)) return faultOfShape(validate.errors ?? []);
  return checkPoint(sent as SentPoint, { admission: LIMITS, now: NOW, rests });
}

const at = '2026-11-21T11:59:00Z';

describe('a point', () => {
  test('is kept in the precision of storage', () => {
    expect(
      check({
        at: '2026-11-21T11:59:00.1234567+00:00',
        lat: 50.85000049,
        lon: -4.35000051,
        speedKmh: 43.25,
        headingDeg: 359.6,
        accuracyM: 4.04,
        ignition: false,
        accelG: { x: -0.17049, y: -0.0001, z: 1.0205 },
        speedLimitKmh: 48.28,
        events: [{ kind: 'braking', peakG: 0.41239 }, { kind: 'speeding' }],
      }),
    ).toEqual({
      at: Date.parse('2026-11-21T11:59:00.123Z'),
      lat: 50.85,
      lon: -4.350001,
      speedKmh: 43.3,
      headingDeg: 0,
      accuracyM: 4,
      ignition: false,
      accelG: { x: -0.17, y: 0, z: 1.021 },
      speedLimitKmh: 48.3,
      events: [{ kind: 'braking', peakG: 0.412 }, { kind: 'speeding' }],
    });
  });

  test('of a speed or of a position is enough', () => {
    expect(check({ at, speedKmh: 0 })).toMatchObject({ speedKmh: 0 });
    expect(check({ at, lat: -90, lon: 180 })).toMatchObject({ lat: -90, lon: 180 });
  });

  test.each<[Fault, object]>([
    ['nothing-measured', { at }],
    ['nothing-measured', { at, ignition: true, accelG: { x: 0, y: 0, z: 1 } }],
    ['shape', { at, lat: 50 }],
    ['shape', { speedKmh: 50 }],
    ['shape', {}],
    ['shape', { at: 'yesterday', speedKmh: 50 }],
    ['shape', { at: '2026-11-21T11:59:60Z', speedKmh: 50 }],
    ['shape', { at, speedKmh: '50' }],
    ['shape', { at, speedKmh: Number.POSITIVE_INFINITY }],
    ['shape', { at, speedKmh: null }],
    ['shape', { at, speedKmh: -1 }],
    ['shape', { at, speedKmh: 50, altitude: 3 }],
    ['shape', { at, speedKmh: 50, accelG: { x: 0, y: 0 } }],
    ['shape', { at, speedKmh: 50, events: [{ kind: 'landing' }] }],
    ['off-the-globe', { at, lat: 90.1, lon: 4 }],
    ['off-the-globe', { at, lat: 50, lon: -180.5, speedKmh: 40 }],
    ['off-the-globe', { at, lat: 1e9, lon: 1e9 }],
    ['implausible-speed', { at, speedKmh: 900 }],
    ['implausible-speed', { at, speedKmh: 1e12 }],
    ['too-old', { at: '1970-01-01T00:00:00Z', speedKmh: 50 }],
    ['too-old', { at: '2026-10-22T11:59:59Z', speedKmh: 50 }],
    ['in-the-future', { at: '2026-11-21T12:05:01Z', speedKmh: 50 }],
    ['in-the-future', { at: '2099-01-01T00:00:00Z', speedKmh: 50 }],
  ])('is rejected: %s %j', (fault, sent) => {
    expect(check(sent)).toBe(fault);
  });

  test.each([null, 7, 'point', [[]], true])('is rejected where it is none: %j', (sent) => {
    expect(check(sent)).toBe('shape');
  });

  test('of 30 days ago, of 5 minutes from now and of 400 km/h is taken', () => {
    expect(check({ at: '2026-10-22T12:00:00Z', speedKmh: 50 })).toMatchObject({ speedKmh: 50 });
    expect(check({ at: '2026-11-21T12:05:00Z', speedKmh: 50 })).toMatchObject({ speedKmh: 50 });
    expect(check({ at, speedKmh: 400 })).toMatchObject({ speedKmh: 400 });
    expect(check({ at, speedKmh: 400.1 })).toBe('implausible-speed');
  });

  test('is not taken of a time in which the consent rested', () => {
    const rests = [
      { from: '2026-11-20T08:00:00.000Z', to: '2026-11-20T09:00:00.000Z' },
      { from: '2026-11-21T11:58:00.000Z' },
    ];
    const of = (instant: string) => check({ at: instant, speedKmh: 50 }, ...rests);
    for (const instant of ['2026-11-20T08:00:00Z', '2026-11-20T08:59:59.999Z', '2026-11-21T11:58:00Z', at])
      expect(of(instant)).toBe('while-suspended');
    for (const instant of ['2026-11-20T07:59:59.999Z', '2026-11-20T09:00:00Z', '2026-11-21T11:57:59.999Z'])
      expect(of(instant)).toMatchObject({ speedKmh: 50 });
  });
});
