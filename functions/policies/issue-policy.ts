import { findOrRegister, type Registration } from '../customers/registration-store.ts';
import { type Answer, originOf } from '../middleware/call.ts';
import { commitFor } from '../middleware/commit.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { dayIn } from '../platform/calendar.ts';
import { type Instant, now } from '../platform/clock.ts';
import type { Change, Write } from '../platform/commit.ts';
import { newId } from '../platform/ids.ts';
import type { Origin } from '../platform/ledger.ts';
import { accepted, Problem } from '../platform/problem.ts';
import { forget } from '../platform/vault.ts';
import { productOf } from '../quotes/catalogue.ts';
import { isPriced } from '../quotes/driving.ts';
import { bind, type Quote } from '../quotes/quote.ts';
import { changeOf as changeOfQuote } from '../quotes/store.ts';
import { groundOf } from './access.ts';
import { type Bindable, findBindable, type QuotedRisk } from './bindable.ts';
import { bookOf, deskAt } from './desk.ts';
import { decideIssuance, refuseOthersDriving } from './issuance.ts';
import { keepRecord, newRecordIds, type Owner, type Personal, type RecordIds } from './personal.ts';
import { type Agreement, issued, type PolicyHistory } from './policy.ts';
import { policyNumberOf } from './policy-number.ts';
import { taxRulesOf } from './rate.ts';
import type { Cover } from './stack/cover.ts';
import { changeOf } from './store.ts';
import { type PolicyView, viewHistory } from './view.ts';

type IssueCall = CallOf<'issuePolicy'>;
/**
 * Binds an offer: the policy begins, its quote is used up, its policyholder is a customer, and what is personal moves to
 * them, all at once. Where the same person became a customer by another request meanwhile, it is tried again with that
 * customer; where the quote was used up, the next look at it says so.
 */
export async function issuePolicy(call: IssueCall): Promise<Answer<PolicyView>> {
  do {
    const answer = await issueOnce(call);
    if (answer) return answer;
  } while (Date.now() < call.deadline);
  throw new Problem('service-unavailable', 'The policyholder is being registered by other requests.');
}

/** Undefined where what it was decided on has changed meanwhile. */
async function issueOnce(call: IssueCall): Promise<Answer<PolicyView> | undefined> {
  const issuedAt = now();
  const bindable = await findBindable(call, issuedAt);
  const { quote, risk } = bindable;
  const about = { occurredAt: issuedAt, origin: originOf(call, quote.partnerId) };
  const registration = await findOrRegister(call.body.policyholder, about);
  const others = refuseOthersDriving(quote.driving, registration.key.subjectId);
  if (others) throw Problem.from(others);
  const personal = personalOf(call, risk);
  const { policy, change } = await begin(call, bindable, { registration, personal, ...about });
  const { change: bound } = changeOfQuote(quote, accepted(bind(quote, policy.policyId, issuedAt)), about);
  const outcome = await commitFor(call, [change, bound, ...registration.changes]);
  if (outcome !== 'committed') return undefined;
  const body = viewHistory(policy, personal, dayIn(productOf(quote).timeZone, issuedAt));
  return { body, version: policy.version, ...groundOf(call, policy, registration.restricted) };
}

/** Whose policy begins, with what is personal in it, and when. */
interface Circumstances {
  registration: Registration;
  personal: Personal;
  occurredAt: Instant;
  origin: Origin;
}

/** The policy, and the change that begins it. */
async function begin(
  call: IssueCall,
  bindable: Bindable,
  { registration, personal, ...about }: Circumstances,
): Promise<{ policy: PolicyHistory; change: Change }> {
  const { quote } = bindable;
  const { key } = registration;
  const product = productOf(quote);
  const ids = newRecordIds();
  const agreement = {
    ...agree(call, quote, about.occurredAt),
    customerId: key.subjectId,
    policyholderRecord: ids.policyholder,
  };
  const desk = deskAt(about.occurredAt, product);
  const { booked } = decideIssuance(quote.startDate, product.proration.basis, coverOf(bindable, ids), desk);
  const kept = await keepAll({ ...agreement, key }, ids, personal);
  const records = [...kept, forget(quote.quoteId, 'risk'), ...registration.records];
  return changeOf(undefined, issued(agreement, booked), { ...about, product, records });
}

/** What is agreed, but for whom it is agreed with. */
function agree(
  { body }: IssueCall,
  quote: Quote,
  createdAt: Instant,
): Omit<Agreement, 'customerId' | 'policyholderRecord'> {
  const policyId = newId('pol');
  return {
    policyId,
    policyNumber: policyNumberOf(policyId, dayIn(productOf(quote).timeZone, createdAt)),
    partnerId: quote.partnerId,
    product: quote.product,
    quoteId: quote.quoteId,
    inception: quote.startDate,
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

function keepAll(owner: Owner, records: RecordIds, personal: Personal): Promise<Write[]> {
  const names = Object.keys(records) as (keyof RecordIds)[];
  return Promise.all(names.map((name) => keepRecord(owner, records[name], name, personal[name])));
}

function coverOf({ quote, offer, risk }: Bindable, records: RecordIds): Cover {
  const { rateBook, rateBookDigest, facts, underwriting, driving } = quote;
  const { policyholder, ...sections } = records;
  return {
    coverage: offer.coverage,
    facts,
    ...(underwriting?.terms && { terms: underwriting.terms }),
    ...(isPriced(driving) && { driving }),
    bonusMalusLevel: risk.driver.bonusMalusLevel,
    records: sections,
    rateBook,
    rateBookDigest,
    premium: offer.premium,
    taxRules: taxRulesOf(bookOf(quote).book),
  };
}
