import { addDays, dayIn } from '../platform/calendar.ts';
import type { Instant } from '../platform/clock.ts';
import { newId } from '../platform/ids.ts';
import { isRefusal, type Refusal } from '../platform/problem.ts';
import { newestBook, type Product } from '../quotes/catalogue.ts';
import type { PricedDriving } from '../quotes/driving.ts';
import { deriveFacts } from '../quotes/facts.ts';
import { nextLevel } from './bonus-malus.ts';
import { uncounted } from './loss.ts';
import type { Personal } from './personal.ts';
import { type PolicyEvent, type PolicyHistory, renewalOffered, timelineIn } from './policy.ts';
import { rate } from './rate.ts';
import { nextTerm, offerOf } from './renewal.ts';
import type { Cover } from './stack/cover.ts';
import type { Term } from './stack/term.ts';
import { segmentAt } from './stack/timeline.ts';
import { liveOf } from './stack/transaction.ts';

/** What the term after the last is made from, beside the policy: who and what is insured, and how the driver drives. */
export interface Renewed {
  personal: Personal;
  driving?: PricedDriving | undefined;
}

/**
 * Offers the term after the last, rated anew: on the newest book, with facts as of its first day, the bonus-malus
 * level moved by the year and its claims at fault, and driving as it is now. Where that has no price, or an underwriter
 * would have to look, there is no offer.
 */
export function offerRenewal(
  policy: PolicyHistory,
  renewed: Renewed,
  product: Product,
  at: Instant,
): PolicyEvent {
  const { policyId } = policy;
  const term = nextTerm(policy, product);
  const counted = uncounted(policy.losses);
  const bonusMalusLevel = nextLevel(liveOf(policy.stack), counted, product);
  const cover = coverFor(term, lastCover(policy), { ...renewed, bonusMalusLevel }, product);
  if (isRefusal(cover)) return { type: 'policy.renewal-refused', data: { policyId, reason: cover.refusal } };
  const next = { term, cover, ...counted };
  return renewalOffered(policy, offerOf(newId('off'), next, dayIn(product.timeZone, at), product));
}

/** What is covered on the last day of the last term. */
export function lastCover(policy: PolicyHistory): Cover {
  const segment = segmentAt(timelineIn(policy), addDays(policy.term.end, -1));
  if (!segment) throw new Error('a term has a last day');
  return segment.cover;
}

function coverFor(
  term: Term,
  { driving: _past, ...before }: Cover,
  { personal, driving, bonusMalusLevel }: Renewed & { bonusMalusLevel: number },
  product: Product,
): Cover | Refusal {
  const publication = newestBook(product.product, term.start);
  if (!publication) return { refusal: 'not-rated', detail: 'No rate book is in effect by then.' };
  const { book, name, digest } = publication;
  const { driver, vehicle, address } = personal;
  const risk = { startDate: term.start, driver: { ...driver, bonusMalusLevel }, vehicle, address };
  const derived = deriveFacts(book, risk);
  if (isRefusal(derived)) return derived;
  const renewed = {
    ...before,
    facts: derived.facts,
    ...(driving && { driving }),
    bonusMalusLevel,
    rateBook: name,
    rateBookDigest: digest,
  };
  return rate(publication, renewed, before);
}
