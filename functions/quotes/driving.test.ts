import { describe, expect, it } from 'vitest';
import { drivingScore, readDrivingBook } from '../../test/support/driving-books.ts';
import type { DrivingScore } from '../scores/score.ts';
import { isPriced, priceDriving, refuseOtherDriver } from './driving.ts';

const publication = { name: 'driving@1.0.0', digest: 'digest', book: readDrivingBook() };
const whose = { policyId: 'pol_1', customerId: 'cus_1' };
const driverKey = 'key of the driver';
const AT = '2027-01-10T08:00:00.000Z';

/** What becomes of a score in the price of motor insurance. */
function priced(score: DrivingScore | undefined, at = AT) {
  return priceDriving({ ...whose, score, driverKey }, 'motor', publication, at);
}

describe('a driving score that counts', () => {
  it('is priced, with all that its factor was made from', () => {
    const driving = priced(drivingScore());

    expect(isPriced(driving)).toBe(true);
    expect(driving).toEqual({
      ...whose,
      score: 95,
      annualKm: 12_000,
      reasons: [{ code: 'hard-braking', points: 5 }],
      drivingBook: 'driving@1.0.0',
      drivingBookDigest: 'digest',
      step: 'frequency',
      factor: '0.8561329553889',
      factors: [
        { code: 'score', value: '80-89', relativity: '0.791' },
        { code: 'distance', value: '12000', relativity: '1.0823425479' },
      ],
    });
  });

  it.each([
    ['there is none', undefined, 'no-score'],
    ['it is that of another driver', drivingScore({ driverKey: 'another' }), 'no-score'],
    ['it is that of several drivers', withoutDriver(), 'no-score'],
    ['too little was ever driven', withoutEnough(), 'not-enough-driven'],
    ['it has run out', drivingScore({ enoughUntil: AT }), 'not-enough-driven'],
  ])('is not priced where %s', (_why, score, why) => {
    expect(priced(score)).toEqual({ ...whose, why });
    expect(isPriced(priced(score))).toBe(false);
  });

  it('is not priced where nothing says how', () => {
    const scored = { ...whose, score: drivingScore(), driverKey };

    expect(priceDriving(scored, 'motor', undefined, AT)).toEqual({ ...whose, why: 'not-rated' });
    expect(priceDriving(scored, 'own-damage', publication, AT)).toEqual({ ...whose, why: 'not-rated' });
  });
});

describe('a quote', () => {
  it('is refused where another drives than the one whose score it is', () => {
    expect(refuseOtherDriver(drivingScore(), 'another')).toMatchObject({
      refusal: 'driving-score-not-applicable',
      pointer: '/driver/dateOfBirth',
    });
    expect(refuseOtherDriver(withoutEnough(), 'another')).toMatchObject({
      refusal: 'driving-score-not-applicable',
    });
  });

  it('is not, where it is that driver, or nobody can be told apart', () => {
    expect(refuseOtherDriver(drivingScore(), driverKey)).toBeUndefined();
    expect(refuseOtherDriver(undefined, driverKey)).toBeUndefined();
    expect(refuseOtherDriver(withoutDriver(), driverKey)).toBeUndefined();
  });
});

function withoutDriver(): DrivingScore {
  const { driverKey: _driver, ...score } = drivingScore();
  return score;
}

function withoutEnough(): DrivingScore {
  const { enoughUntil, ...score } = drivingScore();
  return score;
}
