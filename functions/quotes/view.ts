import type { components } from '../../openapi/generated/types.ts';
import type { Instant } from '../platform/clock.ts';
import { type Driving, isPriced } from './driving.ts';
import { type Quote, statusAt } from './quote.ts';

type Schemas = components['schemas'];

/** What the contract shows of a quote, of a row and page of quotes, and of a replay. */
export type QuoteView = Schemas['Quote'];
export type QuoteRow = Schemas['QuoteRow'];
export type QuotePage = Schemas['QuotePage'];
export type ReplayView = Schemas['Replay'];
/** What it shows of driving that something was priced by, or was not. */
export type DrivingView = Schemas['DrivingPrice'];

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
    driving,
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
    ...(driving && { drivingScore: viewDriving(driving) }),
    createdAt,
  };
}

/** Driving as something was priced by it, or why it was not. */
export function viewDriving(driving: Driving): DrivingView {
  const { policyId } = driving;
  if (!isPriced(driving)) return { policyId, applied: false, why: driving.why };
  const { score, annualKm, factor, drivingBook, reasons, factors } = driving;
  return {
    ...{ policyId, applied: true, score, annualKm, factor, book: drivingBook },
    reasons: [...reasons],
    factors: [...factors],
  };
}

/** A quote as a row of a list. */
export function viewRow(quote: Quote, now: Instant): QuoteRow {
  const { quoteId, product, startDate, validUntil, createdAt } = quote;
  return { quoteId, product, status: statusAt(quote, now), startDate, validUntil, createdAt };
}
