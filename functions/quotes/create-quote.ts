import { type Answer, originOf } from '../middleware/call.ts';
import { commitFor } from '../middleware/commit.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { now } from '../platform/clock.ts';
import type { Write } from '../platform/commit.ts';
import { newId } from '../platform/ids.ts';
import { accepted, Problem, type Refusal } from '../platform/problem.ts';
import { temporaryKey } from '../platform/subject-key.ts';
import { keep } from '../platform/vault.ts';
import { groundOf } from './access.ts';
import { findProduct, newestBook, type Product, type Publication } from './catalogue.ts';
import { consentedDriving } from './consented-driving.ts';
import { deriveFacts } from './facts.ts';
import { assess, chooseCoverages, refuseStartDate, validUntil } from './pricing.ts';
import { answerRequest, isOpen, type Requested } from './quote.ts';
import { changeOf } from './store.ts';
import { type QuoteView, viewQuote } from './view.ts';

type CreateCall = CallOf<'createQuote'>;

/** Prices a risk: offered, referred or declined, and kept with all that its price was made from. */
export async function createQuote(call: CreateCall): Promise<Answer<QuoteView>> {
  const createdAt = now();
  const { product, publication } = chooseBook(call.body.product, call.body.startDate, createdAt);
  const understood = understand(call, product, publication, createdAt);
  const driving = call.consent && (await consentedDriving(call, call.consent, createdAt));
  const requested = driving ? { ...understood, driving } : understood;
  const assessment = assess(publication.book, requested, () => newId('off'));
  const event = answerRequest(requested, assessment);
  const { quote, change } = changeOf(undefined, event, {
    occurredAt: createdAt,
    origin: originOf(call, requested.partnerId),
    // A declined quote has no use for what was said of a person.
    records: isOpen(event.data.status) ? [await keepRisk(call, requested)] : [],
  });
  if ((await commitFor(call, [change])) !== 'committed') throw new Error('a new quote met another');
  const body = viewQuote(quote, createdAt);
  return { body, version: quote.version, ...(await groundOf(call.principal, quote)) };
}

function chooseBook(
  name: string,
  startDate: string,
  at: string,
): { product: Product; publication: Publication } {
  const product = findProduct(name);
  if (!product)
    throw refused({ refusal: 'unknown-product', detail: 'There is no such product.', pointer: '/product' });
  const outOfRange = refuseStartDate(product, startDate, at);
  if (outOfRange) throw refused(outOfRange);
  const publication = newestBook(name, startDate);
  if (publication) return { product, publication };
  throw refused({
    refusal: 'start-date-out-of-range',
    detail: 'No rate book is in effect on that day.',
    pointer: '/startDate',
  });
}

function refused(refusal: Refusal): Problem {
  return Problem.from(refusal);
}

/** What was said of a person is kept in the vault, for a policy that may be issued from it while the quote stands. */
async function keepRisk(
  { body: { driver, vehicle, address } }: CreateCall,
  { quoteId, validUntil }: Requested,
): Promise<Write> {
  const expiresAt = Math.ceil(Date.parse(validUntil) / 1000);
  return keep(await temporaryKey(quoteId), {
    recordId: 'risk',
    content: { driver, vehicle, address },
    expiresAt,
  });
}

/** What of a request the quote itself keeps: facts that are derived from it, none of what was said about a person. */
function understand(
  call: CreateCall,
  product: Product,
  publication: Publication,
  createdAt: string,
): Requested {
  const { name, digest, book } = publication;
  const coverages = accepted(chooseCoverages(book, call.body.coverages));
  const { facts } = accepted(deriveFacts(book, call.body));
  return {
    quoteId: newId('quo'),
    partnerId: call.principal.partnerId,
    product: product.product,
    startDate: call.body.startDate,
    createdAt,
    validUntil: validUntil(product, createdAt),
    rateBook: name,
    rateBookDigest: digest,
    coverages,
    facts,
  };
}
