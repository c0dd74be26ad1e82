import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverAt } from '../../../test/support/stacks.ts';
import { addDays } from '../../platform/calendar.ts';
import { type Segment, segmentAt } from '../../policies/stack/timeline.ts';
import { insuredPeriods } from './insured-periods.ts';

function segment(from: string, to: string, standing: Segment['standing'] = 'in-force'): Segment {
  return { from, to, standing, term: { start: from, end: to, proration: 'days' }, cover: coverAt('500') };
}

describe('the periods in which there was cover', () => {
  it('go on without an end while there is cover', () => {
    expect(insuredPeriods([segment('2026-01-01', '2027-01-01')], '2026-06-01')).toEqual([
      { from: '2026-01-01' },
    ]);
  });

  it('end on the first day without cover', () => {
    const timeline = [segment('2026-01-01', '2027-01-01')];
    expect(insuredPeriods(timeline, '2026-12-31')).toEqual([{ from: '2026-01-01' }]);
    expect(insuredPeriods(timeline, '2027-01-01')).toEqual([{ from: '2026-01-01', to: '2027-01-01' }]);
  });

  it('go on over changes and renewals, also those to come', () => {
    const timeline = [
      segment('2026-01-01', '2026-07-01'),
      segment('2026-07-01', '2027-01-01'),
      segment('2027-01-01', '2028-01-01'),
    ];
    expect(insuredPeriods(timeline, '2026-03-01')).toEqual([{ from: '2026-01-01' }]);
    expect(insuredPeriods(timeline, '2029-03-01')).toEqual([{ from: '2026-01-01', to: '2028-01-01' }]);
  });

  it('leave gaps open', () => {
    const timeline = [
      segment('2026-01-01', '2026-03-01'),
      segment('2026-03-01', '2026-04-01', 'cancelled'),
      segment('2026-04-01', '2027-01-01'),
    ];
    expect(insuredPeriods(timeline, '2026-06-01')).toEqual([
      { from: '2026-01-01', to: '2026-03-01' },
      { from: '2026-04-01' },
    ]);
  });

  it('are none before cover begins, or where it never did', () => {
    expect(insuredPeriods([segment('2026-01-01', '2027-01-01')], '2025-12-31')).toEqual([]);
    expect(insuredPeriods([segment('2026-01-01', '2027-01-01', 'cancelled')], '2026-06-01')).toEqual([]);
  });

  it('are made of the days with cover and no others, and never touch', () => {
    const stretch = fc.record({
      days: fc.integer({ min: 1, max: 20 }),
      standing: fc.constantFrom('in-force', 'cancelled', 'lapsed'),
    });
    fc.assert(
      fc.property(
        fc.array(stretch, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 0, max: 200 }),
        (all, ahead) => {
          let from = '2026-01-01';
          const timeline = all.map(({ days, standing }) => {
            const one = segment(from, addDays(from, days), standing as Segment['standing']);
            from = one.to;
            return one;
          });
          const today = addDays('2026-01-01', ahead);
          const periods = insuredPeriods(timeline, today);
          for (let day = '2026-01-01'; day <= today; day = addDays(day, 1)) {
            const told = periods.some((one) => one.from <= day && (one.to === undefined || day < one.to));
            expect(told).toBe(segmentAt(timeline, day)?.standing === 'in-force');
          }
          for (const [index, { to }] of periods.entries())
            expect(periods[index + 1]?.from).not.toBe(to ?? '');
        },
      ),
    );
  });
});
