import { describe, expect, it } from 'vitest';
import { drivenTrip } from '../../../test/support/driven.ts';
import { disputeTrip } from './dispute.ts';

const AT = '2026-11-21T07:12:00.000Z';

describe('a driver who disputes a trip', () => {
  it('is taken at their word: the trip stays on record, with its reason', () => {
    const trip = drivenTrip();
    expect(disputeTrip(trip, 'passenger', AT)).toEqual({
      ...trip,
      version: 2,
      dispute: { reason: 'passenger', at: AT },
    });
  });

  it.each([
    ['that is still going on', { status: 'in-progress', version: 0 }, 'trip-in-progress'],
    ['that is part of another by now', { status: 'merged', mergedInto: 'trp_1' }, 'trip-merged'],
    ['that was disputed before', { dispute: { reason: 'not-driven', at: AT } }, 'trip-disputed'],
  ] as const)('is refused one %s', (_which, instead, refusal) => {
    expect(disputeTrip(drivenTrip(instead), 'passenger', AT)).toMatchObject({ refusal });
  });
});
