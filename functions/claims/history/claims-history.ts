import type { components } from '../../../openapi/generated/types.ts';
import { addYears, dayIn, type PlainDate } from '../../platform/calendar.ts';
import type { Instant } from '../../platform/clock.ts';
import type { Personal } from '../../policies/personal.ts';
import { type PolicyHistory, segmentFor, timelineIn } from '../../policies/policy.ts';
import type { Product } from '../../quotes/catalogue.ts';
import type { Claim } from '../claim.ts';
import { insuredPeriods } from './insured-periods.ts';
import { statedClaim } from './stated-claim.ts';

type Schemas = components['schemas'];

/** What an insurer states of a customer to whoever the customer shows it to. */
export type ClaimsHistory = Schemas['ClaimsHistory'];

/** A policy of the customer with all that is known of it. */
export interface PolicyRecord {
  policy: PolicyHistory;
  product: Product;
  /** As the segment has it that shows the day of the statement. */
  personal: Pick<Personal, 'policyholder' | 'address' | 'vehicle'>;
  /** Newest first. */
  claims: readonly Claim[];
}

/** Who states a history, and when. */
export interface Occasion {
  insurer: string;
  at: Instant;
}

/**
 * The claims history of a customer with these policies, newest first: since when there was cover, and the claims of
 * the last years, as many as the product says. Source: Directive 2009/103/EC, Article 16, and the template of
 * Implementing Regulation (EU) 2024/1855.
 */
export function claimsHistoryOf(records: readonly PolicyRecord[], { insurer, at }: Occasion): ClaimsHistory {
  const days = records.map(({ product }) => dayIn(product.timeZone, at));
  const insured = records.filter((record) => periodsOf(record, at).length > 0);
  const [newest] = insured;
  return {
    insurer,
    statedOn: days.toSorted().at(-1) ?? at.slice(0, 10),
    ...(newest && { policyholder: policyholderOf(newest) }),
    policies: insured.map((record) => insuredPolicy(record, at)),
  };
}

function policyholderOf({ personal }: PolicyRecord): NonNullable<ClaimsHistory['policyholder']> {
  const { givenName, familyName, dateOfBirth } = personal.policyholder;
  return { givenName, familyName, dateOfBirth, address: personal.address };
}

function insuredPolicy(record: PolicyRecord, at: Instant): Schemas['InsuredPolicy'] {
  const { policy, product, personal } = record;
  const { policyId, policyNumber } = policy;
  const { vin, plate } = personal.vehicle;
  const today = dayIn(product.timeZone, at);
  const claimsSince = addYears(today, -product.claimsHistory.years);
  return {
    ...{ policyId, policyNumber },
    product: product.product,
    productName: product.name,
    vehicle: { vin, plate },
    periods: periodsOf(record, at),
    ...(product.bonusMalus && { bonusMalusLevel: levelOn(policy, today) }),
    claimsSince,
    claims: record.claims
      .filter(({ occurredOn }) => occurredOn >= claimsSince)
      .map(statedClaim)
      .sort(byDay),
  };
}

function periodsOf({ policy, product }: PolicyRecord, at: Instant) {
  return insuredPeriods(timelineIn(policy), dayIn(product.timeZone, at));
}

function levelOn(policy: PolicyHistory, day: PlainDate): number {
  return segmentFor(timelineIn(policy), day).cover.bonusMalusLevel;
}

/** Newest loss first; of one day, the one that was notified last. */
function byDay(one: Schemas['StatedClaim'], other: Schemas['StatedClaim']): number {
  const key = ({ occurredOn, claimId }: Schemas['StatedClaim']) => `${occurredOn} ${claimId}`;
  return key(one) < key(other) ? 1 : -1;
}
