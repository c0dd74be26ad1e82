import { type Answer, originOf } from '../middleware/call.ts';
import { commitFor } from '../middleware/commit.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { now } from '../platform/clock.ts';
import { newId } from '../platform/ids.ts';
import { accepted, Problem } from '../platform/problem.ts';
import { forget } from '../platform/vault.ts';
import { groundOf, onlyStaff, visibleQuote } from './access.ts';
import { unalteredBook } from './catalogue.ts';
import { offerOnTerms } from './pricing.ts';
import {
  acceptReferral,
  declineReferral,
  type Quote,
  type QuoteEvent,
  refuseDecision,
  type Underwriting,
} from './quote.ts';
import { keepReason } from './reason-store.ts';
import { changeOf } from './store.ts';
import { type QuoteView, viewQuote } from './view.ts';

type DecideCall = CallOf<'decideReferral'>;

/** An underwriter takes a referred risk, on terms, or declines it. */
export async function decideReferral(call: DecideCall): Promise<Answer<QuoteView>> {
  onlyStaff(call.principal);
  const before = await visibleQuote(call.path.quoteId, call.principal);
  if (before.version !== call.ifMatch) throw superseded();
  const occurredAt = now();
  const refusal = refuseDecision(before, occurredAt);
  if (refusal) throw Problem.from(refusal);
  const { reason, ...decision } = call.body;
  const event = decide(before, { ...decision, decidedAt: occurredAt });
  const reasonKept = await keepReason(before.quoteId, reason, occurredAt);
  const { quote, change } = changeOf(before, event, {
    occurredAt,
    origin: originOf(call, before.partnerId),
    // A declined quote will become no policy: what was said of a person goes.
    records: [reasonKept, ...(event.type === 'quote.declined' ? [forget(before.quoteId, 'risk')] : [])],
  });
  if ((await commitFor(call, [change])) !== 'committed') throw superseded();
  const body = viewQuote(quote, occurredAt, reason);
  return { body, version: quote.version, ...(await groundOf(call.principal, quote)) };
}

function decide(quote: Quote, underwriting: Underwriting): QuoteEvent {
  if (underwriting.decision === 'decline') return declineReferral(quote, underwriting);
  const { book } = accepted(unalteredBook(quote));
  const terms = underwriting.terms ?? {};
  const offers = accepted(offerOnTerms(book, quote, terms, () => newId('off')));
  return acceptReferral(quote, underwriting, offers);
}

function superseded(): Problem {
  return new Problem('precondition-failed', 'The quote is of another version by now.');
}
