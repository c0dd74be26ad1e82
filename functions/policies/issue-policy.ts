import { type Answer, originOf } from '../middleware/call.ts';
import { DuplicateRequest, idempotencyMark } from '../middleware/idempotency.ts';
import type { CallOf } from '../middleware/implementation.ts';
import type { Principal } from '../middleware/principal.ts';
import { dayIn } from '../platform/calendar.ts';
import { type Instant, now } from '../platform/clock.ts';
import { commit } from '../platform/commit.ts';
import { newId } from '../platform/ids.ts';
import { accepted, Problem, type Refusal } from '../platform/problem.ts';
import { forget, readRecord } from '../platform/vault.ts';
import { refuseStartDate } from '../quotes/pricing.ts';
import { bind, type Offer, type Quote } from '../quotes/quote.ts';
import { changeOf as changeOfQuote, findQuote } from '../quotes/store.ts';
import { basisOf } from './access.ts';
import { bookOf, deskAt, productOf } from './desk.ts';
import { decideIssuance, refuseContradiction, refuseTermsReceived } from './issuance.ts';
import { keepRecord, newRecordIds, type Personal, type RecordIds } from './personal.ts';
import { type Agreement, issued } from './policy.ts';
import { policyNumberOf } from './policy-number.ts';
import { taxRulesOf } from './rate.ts';
import type { Cover } from './stack/cover.ts';
import { changeOf } from './store.ts';
import { type PolicyView, viewHistory } from './view.ts';

type IssueCall = CallOf<'issuePolicy'>;
type QuotedRisk = Pick<CallOf<'createQuote'>['body'], 'driver' | 'vehicle' | 'address'>;

/** What a policy is made from, found fit to be bound. */
interface Bindable {
  quote: Quote;
  offer: Offer;
  /** As it was said when the quote was asked for. */
  risk: QuotedRisk;
}

/** Binds an offer: the policy begins, its quote is used up, and what is personal moves to the customer, all at once. */
export async function issuePolicy(call: IssueCall): Promise<Answer<PolicyView>> {
  const issuedAt = now();
  const bindable = await findBindable(call, issuedAt);
  const { quote, risk } = bindable;
  const product = productOf(quote);
  const records = newRecordIds();
  const agreement = agree(call, quote, records, dayIn(product.timeZone, issuedAt), issuedAt);
  const personal = personalOf(call, risk);
  const cover = coverOf(bindable, records);
  const booking = decideIssuance(quote.startDate, product.proration.basis, cover, deskAt(issuedAt, product));
  const about = { occurredAt: issuedAt, origin: originOf(call, quote.partnerId) };
  const { policy, change } = changeOf(undefined, issued(agreement, booking.booked), {
    ...about,
    product,
    records: [...keepAll(agreement, records, personal), forget(quote.quoteId, 'risk')],
  });
  const bound = changeOfQuote(quote, accepted(bind(quote, policy.policyId, issuedAt)), about);
  const idempotency = idempotencyMark(call);
  const outcome = await commit({ changes: [change, bound], idempotency }, call.deadline);
  if (outcome === 'duplicate-request') throw new DuplicateRequest();
  if (outcome !== 'committed') return lost(call, issuedAt, 'quote-bound');
  const body = viewHistory(policy, personal, dayIn(product.timeZone, issuedAt));
  return { body, version: policy.version, basis: basisOf(call.principal) };
}

async function findBindable(call: IssueCall, at: Instant): Promise<Bindable> {
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
  if (!risk) return lost(call, at, 'quote-expired');
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

/** Ends a call whose quote has changed since it was read: by what stands against it now, or else as is said. */
async function lost(
  { body, principal }: IssueCall,
  at: Instant,
  otherwise: 'quote-bound' | 'quote-expired',
): Promise<never> {
  accepted(bind(await ownQuote(body.quoteId, principal), '', at));
  throw new Problem(otherwise, 'The quote is no longer what it was.');
}

function agree(
  { body }: IssueCall,
  quote: Quote,
  { policyholder }: RecordIds,
  today: string,
  createdAt: Instant,
): Agreement {
  const policyId = newId('pol');
  return {
    policyId,
    policyNumber: policyNumberOf(policyId, today),
    partnerId: quote.partnerId,
    customerId: newId('cus'),
    product: quote.product,
    quoteId: quote.quoteId,
    inception: quote.startDate,
    policyholderRecord: policyholder,
    paymentPlan: body.paymentPlan,
    termsReceivedAt: body.termsReceivedAt,
    createdAt,
  };
}

function personalOf({ body }: IssueCall, risk: QuotedRisk): Personal {
  const { address, ...policyholder } = body.policyholder;
  const { dateOfBirth } = risk.driver;
  return { policyholder, driver: { dateOfBirth }, vehicle: { ...risk.vehicle, ...body.vehicle }, address };
}

function keepAll(agreement: Agreement, records: RecordIds, personal: Personal) {
  const names = Object.keys(records) as (keyof RecordIds)[];
  return names.map((name) => keepRecord(agreement, records[name], name, personal[name]));
}

function coverOf({ quote, offer, risk }: Bindable, records: RecordIds): Cover {
  const { rateBook, rateBookDigest, facts, underwriting } = quote;
  const { policyholder, ...sections } = records;
  return {
    coverage: offer.coverage,
    facts,
    ...(underwriting?.terms && { terms: underwriting.terms }),
    bonusMalusLevel: risk.driver.bonusMalusLevel,
    records: sections,
    rateBook,
    rateBookDigest,
    premium: offer.premium,
    taxRules: taxRulesOf(bookOf(quote).book),
  };
}
