import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DrivingBook } from '../../functions/quotes/driving-book.ts';
import type { DrivingScore } from '../../functions/scores/score.ts';

const BOOKS = join(import.meta.dirname, '../../functions/quotes/driving-books');

/** The shipped driving book, as its file says it. A new object at every call, to be altered at will. */
export function readDrivingBook(name = 'driving@1.0.0'): DrivingBook {
  return JSON.parse(readFileSync(join(BOOKS, `${name}.json`), 'utf8'));
}

/** A score of a policy that counts until the end of 2027, with what a test says instead. */
export function drivingScore(instead: Partial<DrivingScore> = {}): DrivingScore {
  return {
    scoreId: 'scr_1',
    policyId: 'pol_1',
    version: 3,
    driverKey: 'key of the driver',
    asOf: '2027-01-02T08:00:00.000Z',
    score: 95,
    reasons: [{ code: 'hard-braking', points: 5 }],
    enoughUntil: '2027-12-31T23:00:00.000Z',
    km: 812.5,
    trips: 41,
    disputedTrips: 0,
    days: 22,
    annualKm: 12_000,
    rules: 'driving@1.0.0',
    ...instead,
  };
}
