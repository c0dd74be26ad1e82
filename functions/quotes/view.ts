import type { components } from '../../openapi/generated/types.ts';
import type { Instant } from '../platform/clock.ts';
import { type Quote, statusAt } from './quote.ts';

type Schemas = components['schemas'];

/** What the contract shows of a quote, of a row and page of quotes, and of a replay. */
export type QuoteView = Schemas['Quote'];
export type QuoteRow = Schemas['QuoteRow'];
export type QuotePage = Schemas['QuotePage'];
export type ReplayView = Schemas['Replay'];

/**
 * A quote as others see it: what it was priced from stays inside. The reason of its decision is left out where it is
 * for staff only, or no longer kept.
 */
export function viewQuote(quote: Quote, now: Instant, reason?: string): QuoteView {
  const {
    quoteId,
    version,
    product,
    startDate,
    validUntil,
    rateBook,
    offers,
    reasons,
    policyId,
    underwriting,
    createdAt,
  } = quote;
  return {
    quoteId,
    version,
    status: statusAt(quote, now),
    product,
    startDate,
    validUntil,
    rateBook,
    offers: [...offers],
    reasons: [...reasons],
    ...(policyId !== undefined && { policyId }),
    ...(underwriting && { underwriting: { ...underwriting, ...(reason !== undefined && { reason }) } }),
    createdAt,
  };
}

/** A quote as a row of a list. */
export function viewRow(quote: Quote, now: Instant): QuoteRow {
  const { quoteId, product, startDate, validUntil, createdAt } = quote;
  return { quoteId, product, status: statusAt(quote, now), startDate, validUntil, createdAt };
}
