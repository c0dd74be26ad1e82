import type { Instant } from '../platform/clock.ts';
import type { Refusal } from '../platform/problem.ts';
import type { Driving } from './driving.ts';
import type { Facts } from './facts.ts';
import type { PricedCoverage } from './rating.ts';
import type { Reason } from './rules.ts';

/** A coverage at its price, under the id that a policy is issued from. */
export interface Offer extends PricedCoverage {
  offerId: string;
}

/** On what terms a referred risk is taken. */
export interface Terms {
  /** Multiplies the net premium, e.g. "1.25". */
  loading?: string;
  /** Facts that the book has no price for, each with the one it is rated as, e.g. `{ "fuel": "gasoline" }`. */
  rateAs?: Record<string, string>;
}

/** An underwriter's decision on a referral. Its reason is in their own words, and lies in the vault. */
export interface Underwriting {
  decision: 'accept' | 'decline';
  decidedAt: Instant;
  terms?: Terms;
}

/** A request for a quote, as it was understood: everything but what came of it. */
export interface Requested {
  quoteId: string;
  partnerId: string;
  product: string;
  startDate: string;
  createdAt: Instant;
  validUntil: Instant;
  /** `<book>@<version>`, and a digest of its content which proves later that it is unaltered. */
  rateBook: string;
  rateBookDigest: string;
  coverages: readonly string[];
  /** What the price is made from: derived, without personal data. */
  facts: Facts;
  /** How somebody drives who has consented to be priced by it, or why it was not; absent where nobody asked. */
  driving?: Driving;
}

/** What happens to quotes. */
export type QuoteEvent =
  | { type: 'quote.offered'; data: Requested & { status: 'offered'; offers: readonly Offer[] } & Decided }
  | { type: 'quote.referred'; data: Requested & { status: 'referred'; reasons: readonly Reason[] } }
  | { type: 'quote.declined'; data: Requested & { status: 'declined'; reasons: readonly Reason[] } & Decided }
  | { type: 'quote.bound'; data: { quoteId: string; policyId: string; product: string; status: 'bound' } }
  | { type: 'quote.expired'; data: { quoteId: string; product: string; status: 'expired' } };

interface Decided {
  underwriting?: Underwriting;
}

/** A quote as its events left it. */
export interface Quote extends Requested, Decided {
  version: number;
  status: QuoteEvent['data']['status'];
  offers: readonly Offer[];
  reasons: readonly Reason[];
  /** The policy that was issued from it, once it is bound. */
  policyId?: string;
}

/** What the rate book made of a request's facts. */
export type Assessment =
  | { outcome: 'offered'; offers: readonly Offer[] }
  | { outcome: 'referred' | 'declined'; reasons: readonly Reason[] };

/** The event that answers a request: offered, referred or declined, all of them answers. */
export function answerRequest(requested: Requested, assessment: Assessment): QuoteEvent {
  if (assessment.outcome === 'offered') {
    return { type: 'quote.offered', data: { ...requested, status: 'offered', offers: assessment.offers } };
  }
  const { reasons } = assessment;
  return assessment.outcome === 'referred'
    ? { type: 'quote.referred', data: { ...requested, status: 'referred', reasons } }
    : { type: 'quote.declined', data: { ...requested, status: 'declined', reasons } };
}

/** Why an underwriter cannot decide on a quote, or undefined when one can. */
export function refuseDecision(quote: Quote, now: Instant): Refusal | undefined {
  const status = statusAt(quote, now);
  if (status === 'expired') return { refusal: 'quote-expired', detail: 'The quote has expired.' };
  if (status !== 'referred') return { refusal: 'quote-not-referred', detail: `The quote is ${status}.` };
  return undefined;
}

/** The event of an underwriter who takes a referred risk at these offers. */
export function acceptReferral(
  quote: Quote,
  underwriting: Underwriting,
  offers: readonly Offer[],
): QuoteEvent {
  return { type: 'quote.offered', data: { ...requestedOf(quote), status: 'offered', offers, underwriting } };
}

/** The event of an underwriter who does not take a referred risk. */
export function declineReferral(quote: Quote, underwriting: Underwriting): QuoteEvent {
  // The reason itself is a person's own words, which no event carries.
  const reasons = [{ code: 'declined-by-underwriter', detail: 'An underwriter declined the risk.' }];
  return {
    type: 'quote.declined',
    data: { ...requestedOf(quote), status: 'declined', reasons, underwriting },
  };
}

/** The event of a quote whose time has passed, or undefined while it has not, or when nothing was open. */
export function expire(quote: Quote, now: Instant): QuoteEvent | undefined {
  const { quoteId, product } = quote;
  const due = quote.status !== 'expired' && statusAt(quote, now) === 'expired';
  return due ? { type: 'quote.expired', data: { quoteId, product, status: 'expired' } } : undefined;
}

/** The event of a quote from which a policy is issued, or why none can be: a quote is good for one. */
export function bind(quote: Quote, policyId: string, now: Instant): QuoteEvent | Refusal {
  const { quoteId, product } = quote;
  const status = statusAt(quote, now);
  if (status === 'offered') {
    return { type: 'quote.bound', data: { quoteId, policyId, product, status: 'bound' } };
  }
  if (status === 'expired') return { refusal: 'quote-expired', detail: 'The quote has expired.' };
  if (status === 'bound') return { refusal: 'quote-bound', detail: 'A policy was issued from the quote.' };
  return { refusal: 'quote-not-offered', detail: `The quote is ${status}.` };
}

/** A quote after one more event. */
export function evolve(quote: Quote | undefined, event: QuoteEvent): Quote {
  const version = (quote?.version ?? 0) + 1;
  if (event.type === 'quote.bound' || event.type === 'quote.expired') {
    if (!quote) throw new Error('a quote cannot begin by expiring or by being bound');
    return { ...quote, ...event.data, version };
  }
  return { offers: [], reasons: [], ...event.data, version };
}

/** The status at an instant: an open quote has expired once its time is up, whether or not a job said so yet. */
export function statusAt({ status, validUntil }: Quote, now: Instant): Quote['status'] {
  return isOpen(status) && validUntil <= now ? 'expired' : status;
}

/** Whether something can still become of a quote. */
export function isOpen(status: Quote['status']): boolean {
  return status === 'offered' || status === 'referred';
}

function requestedOf(quote: Quote): Requested {
  const { version, status, offers, reasons, policyId, underwriting, ...requested } = quote;
  return requested;
}
