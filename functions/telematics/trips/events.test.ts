import { describe, expect, it } from 'vitest';
import { every, NOON, speeds, tripsOf } from '../../../test/support/rides.ts';
import { currentRules } from '../catalogue.ts';
import type { Point } from '../points/point.ts';
import { assemble, emptyAssembly } from './assembly.ts';
import type { TripEvent } from './trip.ts';

const { rules } = currentRules();
type Axes = [x: number, y: number];

/** The events of one trip, without what it does not matter for. */
function eventsOf(points: readonly Point[]): readonly TripEvent[] {
  return tripsOf(points, rules).flatMap(({ events }) => events);
}

/** A drive at 50 km/h: at rest before and after, and so many points with these axes amid it. */
function pulling(axes: readonly Axes[], seconds = 1): Point[] {
  const lead = 5;
  return every(
    axes.length + 2 * lead,
    (index) => {
      const [x, y] = axes[index - lead] ?? [0, 0];
      return { speedKmh: 50, accelG: { x, y, z: 1 } };
    },
    { seconds },
  );
}

describe('an accelerometer', () => {
  it.each<[Axes, string, string, number]>([
    [[-0.35, 0], 'braking', 'low', 0.35],
    [[-0.449, 0.1], 'braking', 'low', 0.449],
    [[-0.45, 0], 'braking', 'medium', 0.45],
    [[-0.6, 0.2], 'braking', 'high', 0.6],
    [[0.4, -0.3], 'acceleration', 'low', 0.4],
    [[0.1, -0.5], 'cornering', 'medium', 0.5],
    [[-0.2, 0.36], 'cornering', 'low', 0.36],
    [[-0.4, 0.4], 'braking', 'low', 0.4],
    [[0.4, -0.4], 'acceleration', 'low', 0.4],
  ])('finds in %j %s of %s severity', (axes, kind, severity, peakG) => {
    const found = { kind, severity, peakG, source: 'accelerometer', seconds: 1, at: NOON + 5_000 };
    expect(eventsOf(pulling([axes]))).toEqual([found]);
  });

  it('finds nothing below its threshold, however long', () => {
    expect(eventsOf(pulling(Array.from({ length: 60 }, () => [-0.349, 0.349])))).toEqual([]);
  });

  it('does not look up: bumps are no events', () => {
    const bumps = every(30, (index) => ({
      speedKmh: 50,
      accelG: { x: 0.1, y: 0.1, z: index % 2 ? 0.2 : 1.9 },
    }));
    expect(eventsOf(bumps)).toEqual([]);
  });

  it('finds one event in samples a second apart, of the kind of the strongest', () => {
    const events = eventsOf(
      pulling([
        [-0.4, 0],
        [-0.36, 0.5],
        [-0.4, 0],
      ]),
    );
    expect(events).toMatchObject([{ kind: 'cornering', peakG: 0.5, severity: 'medium', seconds: 3 }]);
  });

  it('finds two where a sample between them is weak', () => {
    expect(
      eventsOf(
        pulling([
          [-0.4, 0],
          [0, 0],
          [-0.4, 0],
        ]),
      ),
    ).toHaveLength(2);
  });

  it('joins ten samples a second, across weak ones of less than a second', () => {
    const burst: Axes[] = Array.from({ length: 30 }, (_, index) => [index % 10 < 3 ? -0.5 : -0.1, 0]);
    const events = eventsOf(pulling(burst, 0.1));
    expect(events).toMatchObject([{ kind: 'braking', peakG: 0.5 }]);
    expect(events[0]?.seconds).toBeCloseTo(2.3, 5);
  });

  it('is heard at a halt amid a trip, and not after its end', () => {
    const halt = every(40, (index) => ({
      speedKmh: index < 10 || (index >= 20 && index < 30) ? 40 : 0,
      accelG: { x: 0, y: index === 15 || index === 36 ? 0.5 : 0, z: 1 },
    }));
    expect(eventsOf(halt).map(({ at }) => at)).toEqual([NOON + 15_000]);
  });

  it('is heard as the vehicle comes to rest', () => {
    const crash = every(10, (index) => ({
      speedKmh: index < 5 ? 60 : 0,
      accelG: { x: index === 5 ? -2.4 : 0, y: 0, z: 1 },
    }));
    expect(eventsOf(crash)).toMatchObject([{ kind: 'braking', severity: 'high', peakG: 2.4 }]);
  });

  it('measures how long braking and turning take, whatever the rate of its samples', () => {
    const axes: Axes[] = [
      ...Array.from({ length: 8 }, (): Axes => [-0.2, 0]),
      [-0.32, 0],
      [0, 0.41],
      [0, -0.3],
    ];
    const repeated = axes.flatMap((each): Axes[] => Array.from({ length: 5 }, () => each));
    const inputs = { brakingSeconds: 9, hardBrakingSeconds: 1, turningSeconds: 2, hardTurningSeconds: 1 };

    expect(tripsOf(pulling(axes), rules)[0]?.inputs).toEqual(inputs);
    expect(tripsOf(pulling(repeated, 0.2), rules)[0]?.inputs).toEqual(inputs);
  });

  it.each<[Axes, number, number, number, number]>([
    [[-0.1, 0], 0, 0, 0, 0],
    [[-0.101, 0], 1, 0, 0, 0],
    [[-0.3, 0], 1, 0, 0, 0],
    [[-0.301, 0], 1, 1, 0, 0],
    [[0.4, 0], 0, 0, 0, 0],
    [[0, 0.2], 0, 0, 0, 0],
    [[0, -0.201], 0, 0, 1, 0],
    [[0, -0.4], 0, 0, 1, 0],
    [[0, 0.401], 0, 0, 1, 1],
  ])('measures of %j what is above the limits, and not what is at them', (axes, ...seconds) => {
    const [brakingSeconds, hardBrakingSeconds, turningSeconds, hardTurningSeconds] = seconds;
    expect(tripsOf(pulling([axes]), rules)[0]?.inputs).toEqual({
      brakingSeconds,
      hardBrakingSeconds,
      turningSeconds,
      hardTurningSeconds,
    });
  });

  it('measures nothing of a vehicle that stands', () => {
    const tilted = every(60, (index) => ({
      speedKmh: index < 10 || index > 50 ? 40 : 0,
      accelG: { x: index > 12 && index < 48 ? -0.15 : 0, y: 0, z: 1 },
    }));
    expect(tripsOf(tilted, rules)[0]?.inputs.brakingSeconds).toBe(0);
  });
});

describe('differences of speed', () => {
  it('show braking and acceleration, by scales of their own', () => {
    const events = eventsOf(speeds(0, 9.5, 19, 28.5, 40, 50, 50, 50, 39, 28, 28, 28, 20, 12, 4, 0));
    expect(events).toMatchObject([
      { at: NOON, kind: 'acceleration', source: 'speed', seconds: 5, severity: 'low' },
      { at: NOON + 7_000, kind: 'braking', source: 'speed', seconds: 2, severity: 'low', peakG: 0.312 },
    ]);
  });

  it('are compared over a second, however often speeds come', () => {
    const often = every(100, (index) => ({ speedKmh: index % 2 ? 50 : 51 }), { seconds: 0.1 });
    expect(eventsOf(often)).toEqual([]);
  });

  it('are compared within a trip: no event begins before it', () => {
    const often = [0, 0, 10, 6, 6].map((speedKmh, index) => ({
      at: NOON + (index === 0 ? 0 : 100 + Math.max(index - 1, 0) * 1_000),
      speedKmh,
    }));
    const [trip] = tripsOf(often, rules);
    expect(trip?.startedAt).toBe(NOON + 100);
    for (const { at } of trip?.events ?? []) expect(at).toBeGreaterThanOrEqual(NOON + 100);

    const tenTimes = every(
      200,
      (index) => ({ speedKmh: index < 50 ? 0 : Math.min((index - 50) * 1.6, 90) }),
      {
        seconds: 0.1,
      },
    );
    const [drive] = tripsOf(tenTimes, rules);
    expect(drive?.events).toMatchObject([{ kind: 'acceleration', source: 'speed' }]);
    expect(drive?.events[0]?.at).toBeGreaterThanOrEqual(drive?.startedAt ?? 0);
  });

  it('tell nothing over longer times', () => {
    expect(eventsOf(every(10, (index) => ({ speedKmh: index % 2 ? 10 : 120 }), { seconds: 5 }))).toEqual([]);
  });

  it('say nothing where an accelerometer speaks', () => {
    const braking = speeds(50, 50, 50, 38, 26, 14, 2, 0);
    const axes = { x: 0, y: 0, z: 1 };
    expect(eventsOf(braking)).toHaveLength(1);
    expect(eventsOf(braking.map((point) => ({ ...point, accelG: axes })))).toEqual([]);
    expect(eventsOf(braking.map((point, index) => (index % 2 ? point : { ...point, accelG: axes })))).toEqual(
      [],
    );
  });

  it('are heard again once it has been silent', () => {
    const half = speeds(50, 50, 50, 50, 50, 50, 50, 50, 38, 26, 26).map((point, index) =>
      index < 3 ? { ...point, accelG: { x: -0.5, y: 0, z: 1 } } : point,
    );
    expect(eventsOf(half).map(({ source }) => source)).toEqual(['accelerometer', 'speed']);
  });

  it('tell the time of braking', () => {
    const { inputs } = tripsOf(speeds(60, 60, 55, 50, 38, 38, 38), rules)[0] ?? {};
    expect(inputs).toMatchObject({ brakingSeconds: 3, hardBrakingSeconds: 1, turningSeconds: 0 });
  });
});

describe('what the device found itself', () => {
  const EIGHT = Array.from({ length: 8 }, () => ({ kind: 'cornering' as const }));

  const finding = (more: object) =>
    every(20, (index) => ({
      speedKmh: 50,
      ...(index === 10 && { events: [{ kind: 'braking' as const, peakG: 0.5 }] }),
      ...more,
    }));

  it('is believed', () => {
    expect(eventsOf(finding({}))).toMatchObject([
      { kind: 'braking', severity: 'medium', peakG: 0.5, source: 'device', at: NOON + 10_000 },
    ]);
  });

  it('is not, where the axes were sent along', () => {
    expect(eventsOf(finding({ accelG: { x: 0, y: 0, z: 1 } }))).toEqual([]);
  });

  it('is not told twice where speeds show it too', () => {
    const braking = speeds(50, 50, 50, 50, 38, 26, 14, 2, 0).map((point, index) =>
      index === 5 ? { ...point, events: [{ kind: 'braking' as const }] } : point,
    );
    expect(eventsOf(braking)).toMatchObject([{ source: 'device', severity: 'low' }]);
  });

  it('fills no more than a row takes', () => {
    expect(eventsOf(every(400, () => ({ speedKmh: 50, events: EIGHT })))).toHaveLength(500);
  });

  it('fills no more than that of what is kept between posts while the vehicle stands', () => {
    const halt = every(200, (index) => ({ speedKmh: index < 10 ? 50 : 0, events: index < 20 ? [] : EIGHT }));
    expect(assemble(emptyAssembly, halt, rules).after.found?.events).toHaveLength(500);
  });
});
