import { addDays, dayIn, firstInstantOf, type PlainDate } from '../platform/calendar.ts';
import type { Instant } from '../platform/clock.ts';
import type { Product } from '../quotes/catalogue.ts';
import type { Policy, PolicyHistory, RenewalOffer } from './policy.ts';
import { beginTerm } from './stack/acts.ts';
import { type Booking, continuing, type Desk } from './stack/booking.ts';
import type { Cover } from './stack/cover.ts';
import { annualTerm, type Term } from './stack/term.ts';
import type { Counted } from './stack/transaction.ts';

/** What is next for a policy as time goes by, and from which day on. */
export type Errand = { what: 'offer' | 'renew' | 'expire'; from: string };

/**
 * What is next: an offer ahead of the end; then a tacit renewal, once it was open long enough; or the end. Nothing
 * for a policy that has ended.
 */
export function nextErrand(policy: Policy, { renewal }: Product): Errand | undefined {
  const { standing, term, renewalOffer, notRenewable } = policy;
  if (standing !== 'in-force') return undefined;
  if (renewalOffer && renewal.mode === 'tacit') {
    return { what: 'renew', from: tacitlyFrom(renewalOffer.offeredOn, term.end, renewal) };
  }
  if (renewalOffer || notRenewable) return { what: 'expire', from: term.end };
  return { what: 'offer', from: addDays(term.end, -renewal.offerDaysAhead) };
}

/**
 * When an offer becomes a renewal without a word: as far ahead of the end as the product says, but not before it was
 * open for as long as others are; on the last day of the term at the latest, so that cover goes on.
 */
function tacitlyFrom(
  offeredOn: PlainDate,
  end: PlainDate,
  { issueDaysAhead, offerDaysAhead }: Product['renewal'],
): PlainDate {
  const openUntil = addDays(offeredOn, offerDaysAhead - issueDaysAhead);
  const usual = addDays(end, -issueDaysAhead);
  const lastDay = addDays(end, -1);
  return [openUntil > usual ? openUntil : usual, lastDay].sort()[0] ?? lastDay;
}

/** The errand of a policy if its day has come. */
export function errandDue(policy: Policy, product: Product, now: Instant): Errand['what'] | undefined {
  const errand = nextErrand(policy, product);
  const today = dayIn(product.timeZone, now);
  if (!errand || today < errand.from) return undefined;
  // A term that ended before it could be offered is over, unless it goes on without anyone's word.
  const missed = errand.what === 'offer' && product.renewal.mode === 'explicit' && policy.term.end <= today;
  return missed ? 'expire' : errand.what;
}

/** The term after a policy's last. */
export function nextTerm({ inception, term }: Policy, { proration }: Product): Term {
  const years = Number(term.end.slice(0, 4)) - Number(inception.slice(0, 4));
  return annualTerm(inception, years, proration.basis);
}

/** The offer of a term that is made on a day, with the claims that its level counts, and stands until the term begins. */
export function offerOf(
  offerId: string,
  next: { term: Term; cover: Cover } & Counted,
  offeredOn: PlainDate,
  product: Product,
): RenewalOffer {
  return { offerId, ...next, offeredOn, validUntil: firstInstantOf(product.timeZone, next.term.start) };
}

/** Books the renewal that was offered. */
export function decideRenewal(policy: PolicyHistory, offer: RenewalOffer, desk: Desk): Booking {
  return beginTerm(desk, continuing(policy.stack), 'renewal', offer);
}
