import { describe, expect, it } from 'vitest';
import {
  areRecorded,
  driveCycles,
  labelledDrives,
  NOT_RECORDED,
  positionedDrive,
  recordedVehicles,
} from '../../../test/support/recorded-drives.ts';
import { errorsOf, findings, labels, median } from '../../../test/support/recorded-truth.ts';
import { NOON, tripsOf } from '../../../test/support/rides.ts';
import { currentRules } from '../catalogue.ts';
import type { Point } from '../points/point.ts';

const { rules } = currentRules();
const trips = (points: readonly Point[]) => tripsOf(points, rules);

describe.skipIf(!areRecorded)(`recorded drives${areRecorded ? '' : ` (skipped: ${NOT_RECORDED})`}`, () => {
  it('have every labelled event and no other', () => {
    for (const drive of labelledDrives()) {
      const events = trips(drive.points).flatMap((trip) => trip.events);
      expect(findings(events), `drive ${drive.drive}`).toEqual(labels(drive));
    }
  });

  it('are split into the trips that their vehicles made', () => {
    const vehicles = recordedVehicles();
    const errors = vehicles.flatMap((vehicle) => errorsOf(vehicle, trips(vehicle.points)));
    const all = vehicles.flatMap((vehicle) => vehicle.trips);

    expect(errors.length / all.length).toBeGreaterThan(0.97);
    expect(median(errors)).toBeLessThan(0.001);
    expect(vehicles.flatMap((vehicle) => trips(vehicle.points))).toHaveLength(all.length);
  });

  it('of a cycle are as long as it is', () => {
    for (const { cycle, km, points } of driveCycles(NOON)) {
      const [trip, ...others] = trips(points);
      expect(others, cycle).toEqual([]);
      expect(Math.abs((trip?.distanceM ?? 0) / 1000 / km - 1), cycle).toBeLessThan(0.001);
    }
  });

  it('of gentle cycles have no event by differences of speed, and of the aggressive one several', () => {
    const eventful = driveCycles(NOON).filter(({ points }) =>
      trips(points).some(({ events }) => events.length > 0),
    );
    expect(eventful.map(({ cycle }) => cycle)).toEqual(['us06']);
  });

  it('by positions alone are about as long every second as every fifteen', () => {
    const { everySecond, every15Seconds } = positionedDrive();
    const [often] = trips(everySecond);
    const [seldom] = trips(every15Seconds);
    expect((seldom?.distanceM ?? 0) / (often?.distanceM ?? 0)).toBeGreaterThan(0.98);
    expect((seldom?.distanceM ?? 0) / (often?.distanceM ?? 0)).toBeLessThan(1);
  });

  it('by positions alone are about as long as by speed', () => {
    const without = ({ speedKmh: _, accelG: __, ...point }: Point): Point => point;
    const driven = labelledDrives().filter(({ points }) => points.length > 300);
    const ratios = driven.map(({ points }) => {
      const [byPosition, bySpeed] = [points.map(without), points].map((each) =>
        trips(each).reduce((sum, { distanceM }) => sum + distanceM, 0),
      );
      return (byPosition ?? 0) / (bySpeed ?? 1);
    });
    expect(Math.abs(median(ratios) - 1)).toBeLessThan(0.02);
  });
});
