import { describe, expect, it } from 'vitest';
import { coverAt } from '../../../test/support/stacks.ts';
import type { PricedDriving } from '../../quotes/driving.ts';
import { type Cover, type Patch, patched } from './cover.ts';

const driving: PricedDriving = {
  ...{ policyId: 'pol_1', customerId: 'cus_1', score: 95, annualKm: 12_000, reasons: [] },
  ...{ drivingBook: 'driving@1.0.0', drivingBookDigest: 'digest' },
  ...{ step: 'frequency', factor: '0.85', factors: [] },
};
const cover: Cover = { ...coverAt('1000'), driving };
const section = { record: 'rec_new', facts: {} };

describe('how a driver drives', () => {
  it.each<[string, Patch]>([
    ['another vehicle', { vehicle: section }],
    ['another address', { address: section }],
    ['another coverage', { coverage: 'TPL+' }],
  ])('prices the rest of the term with %s too', (_what, patch) => {
    expect(patched(cover, patch).driving).toEqual(driving);
  });

  it('prices nothing any more once another drives', () => {
    expect(patched(cover, { driver: section, vehicle: section })).not.toHaveProperty('driving');
  });
});
