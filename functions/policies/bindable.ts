import type { CallOf } from '../middleware/implementation.ts';
import type { Principal } from '../middleware/principal.ts';
import { dayIn } from '../platform/calendar.ts';
import type { Instant } from '../platform/clock.ts';
import { accepted, Problem, type Refusal } from '../platform/problem.ts';
import { readRecord } from '../platform/vault.ts';
import { productOf } from '../quotes/catalogue.ts';
import { refuseStartDate } from '../quotes/pricing.ts';
import { bind, type Offer, type Quote } from '../quotes/quote.ts';
import { findQuote } from '../quotes/store.ts';
import { refuseContradiction, refuseTermsReceived } from './issuance.ts';

type IssueCall = CallOf<'issuePolicy'>;

/** What was said of a person and a vehicle when a quote was asked for. */
export type QuotedRisk = Pick<CallOf<'createQuote'>['body'], 'driver' | 'vehicle' | 'address'>;

/** What a policy is made from, found fit to be bound. */
export interface Bindable {
  quote: Quote;
  offer: Offer;
  risk: QuotedRisk;
}

/** The quote, offer and risk that a call wants to bind; ends the call with the first thing that stands against it. */
export async function findBindable(call: IssueCall, at: Instant): Promise<Bindable> {
  const quote = await ownQuote(call.body.quoteId, call.principal);
  // With no policy yet: only to hear of what stands against it.
  accepted(bind(quote, '', at));
  const offer = quote.offers.find(({ offerId }) => offerId === call.body.offerId);
  if (!offer)
    refuse({ refusal: 'unknown-offer', detail: 'The quote has no such offer.', pointer: '/offerId' });
  const product = productOf(quote);
  const outOfRange = refuseStartDate(product, quote.startDate, at);
  if (outOfRange) refuse({ ...outOfRange, pointer: '/quoteId' });
  const days = { today: dayIn(product.timeZone, at), inception: quote.startDate };
  const unreceived = refuseTermsReceived(call.body.termsReceivedAt, days, product);
  if (unreceived) refuse(unreceived);
  const risk = await readRecord<QuotedRisk>(quote.quoteId, 'risk');
  if (!risk) return lost(call, at);
  const { policyholder } = call.body;
  const contradiction = refuseContradiction(
    { dateOfBirth: risk.driver.dateOfBirth, ...risk.address },
    { dateOfBirth: policyholder.dateOfBirth, ...policyholder.address },
  );
  if (contradiction) refuse(contradiction);
  return { quote, offer, risk };
}

function refuse(refusal: Refusal): never {
  throw Problem.from(refusal);
}

/** The quote, if it is the caller's own. Anything else is not found. */
async function ownQuote(quoteId: string, { partnerId }: Principal): Promise<Quote> {
  const quote = await findQuote(quoteId);
  if (quote?.partnerId === partnerId) return quote;
  throw new Problem('not-found', 'There is no such quote.');
}

/** Ends a call whose quote has changed since it was read, by what stands against it now. */
async function lost({ body, principal }: IssueCall, at: Instant): Promise<never> {
  accepted(bind(await ownQuote(body.quoteId, principal), '', at));
  throw new Problem('quote-expired', 'The quote is no longer what it was.');
}
