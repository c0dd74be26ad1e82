import { describe, expect, it } from 'vitest';
import { drivenTrip } from '../../../test/support/driven.ts';
import { currentRules } from '../catalogue.ts';
import { scoreOf } from '../trips/score.ts';
import { viewPositions, viewTrip } from './view.ts';

const DEVICE = 'dev_01KAS2M4N6P8Q0R2S4T6V8W0X2';
const { rules } = currentRules();

describe('a trip as it is shown', () => {
  it('has figures in the contract’s units, and is scored by its rules', () => {
    const trip = drivenTrip({ nightShare: 1 / 3 });
    const { score, reasons } = scoreOf(trip.inputs, rules);

    expect(viewTrip(trip, DEVICE, rules)).toEqual({
      ...{ tripId: trip.tripId, version: 1, status: 'completed', deviceId: DEVICE, rules: 'driving@1.0.0' },
      ...{ startedAt: '2026-11-20T16:58:03.000Z', endedAt: '2026-11-20T17:18:16.000Z' },
      completedAt: '2026-11-20T17:25:00.000Z',
      ...{ pointCount: 1_214, distanceKm: 9.412, durationSeconds: 1_213, maxSpeedKmh: 71.3 },
      nightShare: 0.333,
      events: [
        {
          ...{ at: '2026-11-20T17:04:41.000Z', kind: 'braking', severity: 'medium' },
          ...{ peakG: 0.48, source: 'accelerometer' },
        },
      ],
      ...{ score, reasons },
    });
  });

  it('is the same text, in whichever order its events name what they say', () => {
    const trip = drivenTrip();
    const events = trip.events.map(
      (event) => Object.fromEntries(Object.entries(event).reverse()) as unknown as typeof event,
    );
    const text = (of: typeof trip) => JSON.stringify(viewTrip(of, DEVICE, rules));
    expect(text({ ...trip, events })).toBe(text(trip));
  });

  it('tells nobody the driver’s pseudonym', () => {
    const trip = drivenTrip();
    expect(JSON.stringify(viewTrip(trip, DEVICE, rules))).not.toContain(trip.pseudonym);
  });

  it('says what it was merged into, and why it is disputed', () => {
    const dispute = { reason: 'passenger', at: '2026-11-21T07:12:00.000Z' } as const;
    const merged = drivenTrip({ status: 'merged', mergedInto: 'trp_1', dispute });
    expect(viewTrip(merged, DEVICE, rules)).toMatchObject({ mergedInto: 'trp_1', dispute });
  });
});

describe('where a trip led', () => {
  const at = Date.parse('2026-11-20T16:58:03.000Z');

  it('is told by the points that have a position', () => {
    const points = [
      { at, lat: 51.05434, lon: 3.71742, speedKmh: 21.4, headingDeg: 90 },
      { at: at + 1_000, speedKmh: 21.9 },
      { at: at + 2_000, lat: 51.05444, lon: 3.71752 },
    ];
    expect(viewPositions(points)).toEqual([
      { at: '2026-11-20T16:58:03.000Z', lat: 51.05434, lon: 3.71742, speedKmh: 21.4 },
      { at: '2026-11-20T16:58:05.000Z', lat: 51.05444, lon: 3.71752 },
    ]);
  });

  it('is thinned out evenly where there is too much of it, and keeps its ends', () => {
    const points = Array.from({ length: 25_000 }, (_, index) => ({
      at: at + index * 1_000,
      lat: 51,
      lon: 3,
    }));

    const shown = viewPositions(points).map((position) => (Date.parse(position.at) - at) / 1_000);

    expect(shown).toHaveLength(10_000);
    expect([shown[0], shown.at(-1)]).toEqual([0, 24_999]);
    const steps = new Set(shown.slice(1).map((second, index) => second - (shown[index] ?? 0)));
    expect([...steps].sort()).toEqual([2, 3]);
  });
});
