import { daysAhead } from '../days.ts';
import { POLICYHOLDER, RATED_VEHICLE } from '../policies.ts';
import { quoteRequest } from '../risks.ts';

/** A customer, and what is said of them wherever a request says something of somebody. */
export interface Owner {
  /** By which they sign in. */
  name: 'anna' | 'ben';
  policyholder: typeof POLICYHOLDER;
  plate: string;
}

export const ANNA: Owner = { name: 'anna', policyholder: POLICYHOLDER, plate: '1ABC234' };

export const BEN: Owner = {
  name: 'ben',
  policyholder: {
    ...POLICYHOLDER,
    givenName: 'Ben',
    familyName: 'Claes',
    dateOfBirth: '1990-07-14',
    email: 'ben@example.com',
  },
  plate: '2DEF567',
};

/** The day on which cover that is in force began. */
export const BEGUN = daysAhead(-20);

/** The motor risk of which an owner is asked, and asks. */
export function riskOf({ policyholder: { dateOfBirth } }: Owner, startDate = BEGUN, vehicle: object = {}) {
  const driver = { dateOfBirth, bonusMalusLevel: 2 };
  return {
    ...quoteRequest({ startDate, driver, vehicle: { ...RATED_VEHICLE, ...vehicle } }),
    coverages: ['TPL'],
  };
}

/** What an owner's policy is issued with, beside its quote and offer. */
export function holderOf({ policyholder, plate }: Owner) {
  return { policyholder, vehicle: { vin: 'WVWZZZ1JZXW000001', plate } };
}
