import type { Instant } from '../platform/clock.ts';
import type { Refusal } from '../platform/problem.ts';
import { type DrivingScore, isEnough, type ScoreReason } from '../scores/score.ts';
import type { Publication } from './catalogue.ts';
import type { DrivingBook } from './driving-book.ts';
import { type DrivingFactor, drivingFactor } from './driving-factor.ts';

/** Whose driving it is: the policy under which was driven, and its customer. */
interface Whose {
  policyId: string;
  customerId: string;
}

/**
 * Driving as something was priced with it: the score of a policy then, and the factor that followed. It stays with what
 * was priced, whatever becomes of the driving data.
 */
export interface PricedDriving extends Whose, DrivingFactor {
  score: number;
  annualKm: number;
  /** What cost points of the score. */
  reasons: readonly ScoreReason[];
  /** `<book>@<version>`, and a digest of its content which proves later that it is unaltered. */
  drivingBook: string;
  drivingBookDigest: string;
}

/** Driving that was to be priced and was not, and why. */
export interface UnpricedDriving extends Whose {
  /** There is no score of the driver, or none that may be used; too little was driven; the product is not so priced. */
  why: 'no-score' | 'not-enough-driven' | 'not-rated';
}

/** What became of driving that was to be priced. */
export type Driving = PricedDriving | UnpricedDriving;

/** Whether driving was priced. */
export function isPriced(driving: Driving | undefined): driving is PricedDriving {
  return driving !== undefined && 'factor' in driving;
}

/** A policy's score that is to be priced, if there is one that may be, for a driver. */
export interface Scored extends Whose {
  score: DrivingScore | undefined;
  driverKey: string;
}

/** What a score does to the price of a product on a book (undefined: there is none), at an instant. */
export function priceDriving(
  { policyId, customerId, score, driverKey }: Scored,
  product: string,
  publication: Publication<DrivingBook> | undefined,
  at: Instant,
): Driving {
  const whose = { policyId, customerId };
  if (score?.driverKey !== driverKey) return { ...whose, why: 'no-score' };
  if (!isEnough(score, at)) return { ...whose, why: 'not-enough-driven' };
  const { annualKm, reasons } = score;
  const driven = { score: score.score, annualKm };
  const factor = publication && drivingFactor(publication.book, product, driven);
  if (!factor) return { ...whose, why: 'not-rated' };
  const book = { drivingBook: publication.name, drivingBookDigest: publication.digest };
  return { ...whose, ...driven, reasons, ...book, ...factor };
}

/** Refuses to price for one driver how another drives. A score that names no driver prices nothing, and refuses nobody. */
export function refuseOtherDriver(score: DrivingScore | undefined, driverKey: string): Refusal | undefined {
  if (score?.driverKey === undefined || score.driverKey === driverKey) return undefined;
  return {
    refusal: 'driving-score-not-applicable',
    detail: 'The driver is not the one who has that driving score.',
    pointer: '/driver/dateOfBirth',
  };
}
