import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countedOnce, type RecordedTrip } from './overlap.ts';

/** A trip of a device from one minute to another, with so many points. */
function recorded(pseudonym: string, from: number, to: number, pointCount = 100): RecordedTrip {
  return { pseudonym, startedAt: from * 60_000, endedAt: to * 60_000, pointCount };
}

describe('a drive that two devices recorded', () => {
  it('counts once, by the one with more points', () => {
    const plug = recorded('plug', 0, 40, 2_400);
    const phone = recorded('phone', 1, 39, 160);
    expect(countedOnce([phone, plug])).toEqual([plug]);
  });

  it('counts once where the other one saw two drives', () => {
    const phone = recorded('phone', 0, 40, 2_400);
    const plug = [recorded('plug', 0, 15, 900), recorded('plug', 21, 40, 1_140)];
    expect(countedOnce([...plug, phone])).toEqual([phone]);
  });

  it('leaves what overlaps only with what does not count', () => {
    const chain = [
      recorded('plug', 0, 20, 300),
      recorded('phone', 15, 40, 200),
      recorded('plug', 35, 60, 100),
    ];
    expect(countedOnce(chain)).toEqual([chain[0], chain[2]]);
  });
});

describe('drives count each', () => {
  it('that one device recorded after another', () => {
    const drives = [recorded('plug', 30, 60), recorded('phone', 0, 30, 9)];
    expect(countedOnce(drives)).toEqual(drives);
  });
});

describe('whatever several devices record', () => {
  /** The trips of a device, as pauses and lengths in minutes: none overlaps another. */
  const ofDevice = (pseudonym: string) =>
    fc
      .array(fc.tuple(fc.integer({ min: 5, max: 90 }), fc.integer({ min: 1, max: 60 }), fc.nat({ max: 9 })), {
        maxLength: 12,
      })
      .map((lengths) => {
        let minute = 0;
        return lengths.map(([pause, length, points]) => {
          const from = minute + pause;
          minute = from + length;
          return recorded(pseudonym, from, minute, points);
        });
      });
  const devices = fc.tuple(ofDevice('plug'), ofDevice('phone'), ofDevice('embedded'));
  const overlap = (a: RecordedTrip, b: RecordedTrip) =>
    Math.max(a.startedAt, b.startedAt) < Math.min(a.endedAt, b.endedAt);

  it('no moment counts twice, and what does not count was recorded as closely by one that does', () => {
    fc.assert(
      fc.property(devices, (recordings) => {
        const trips = recordings.flat();
        const counted = countedOnce(trips);
        for (const trip of trips) {
          const rivals = counted.filter((other) => other !== trip && overlap(trip, other));
          if (counted.includes(trip)) expect(rivals).toEqual([]);
          else expect(rivals.some(({ pointCount }) => pointCount >= trip.pointCount)).toBe(true);
        }
      }),
    );
  });

  it('the same trips count in whatever order they come', () => {
    const shuffled = devices.chain((recordings) => {
      const trips = recordings.flat();
      const whole = { minLength: trips.length, maxLength: trips.length };
      return fc.tuple(fc.constant(trips), fc.shuffledSubarray(trips, whole));
    });
    fc.assert(
      fc.property(shuffled, ([trips, otherwise]) => {
        expect(new Set(countedOnce(otherwise))).toEqual(new Set(countedOnce(trips)));
      }),
    );
  });

  it('all that one device recorded counts, as it came', () => {
    fc.assert(
      fc.property(ofDevice('plug'), (trips) => {
        expect(countedOnce(trips)).toEqual(trips);
      }),
    );
  });
});
