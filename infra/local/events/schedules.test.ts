import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Schedules } from './schedules.ts';

let schedules: Schedules;
beforeEach(() => {
  vi.useFakeTimers();
  schedules = new Schedules();
});
afterEach(() => {
  schedules.close();
  vi.useRealTimers();
});

describe('a schedule', () => {
  test.each([
    ['rate(1 minute)', 60_000],
    ['rate(5 minutes)', 300_000],
    ['rate(2 hours)', 7_200_000],
    ['rate(1 day)', 86_400_000],
  ])('%s runs at the start, then at its interval', async (expression, interval) => {
    const due = vi.fn();
    schedules.add(expression, due);
    await vi.advanceTimersByTimeAsync(interval * 2);
    expect(due).not.toHaveBeenCalled();
    schedules.start();
    await vi.advanceTimersByTimeAsync(interval - 1);
    expect(due).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(due).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(interval * 3);
    expect(due).toHaveBeenCalledTimes(5);
  });

  test('can be run on demand, with all others, whatever becomes of them', async () => {
    const said = vi.spyOn(console, 'error').mockReturnValue();
    const due = vi.fn();
    schedules.add('rate(1 day)', () => Promise.reject(new Error('not now')));
    schedules.add('rate(1 minute)', due);
    expect(await schedules.runAll()).toEqual({ schedules: 2 });
    expect(due).toHaveBeenCalledOnce();
    expect(said).toHaveBeenCalledOnce();
    said.mockRestore();
  });

  test('goes on after a failure, which is logged', async () => {
    const said = vi.spyOn(console, 'error').mockReturnValue();
    const due = vi.fn(() => {
      throw new Error('not now');
    });
    schedules.add('rate(1 minute)', due);
    schedules.start();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(due).toHaveBeenCalledTimes(3);
    expect(said).toHaveBeenCalledTimes(3);
    said.mockRestore();
  });

  test('ends', async () => {
    const due = vi.fn();
    schedules.add('rate(1 minute)', due);
    schedules.start();
    schedules.close();
    await vi.advanceTimersByTimeAsync(300_000);
    expect(due).not.toHaveBeenCalled();
  });

  test.each([
    'cron(0 12 * * ? *)',
    'rate(0 minutes)',
    'rate(1 week)',
    'rate(25 days)',
    'rate(-1 day)',
    'every minute',
  ])('%s is refused', (expression) => {
    expect(() => schedules.add(expression, () => {})).toThrow(expression);
  });
});
