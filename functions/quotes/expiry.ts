import type { Context, ScheduledEvent } from 'aws-lambda';
import { now } from '../platform/clock.ts';
import { log } from '../platform/log.ts';
import { expire } from './quote.ts';
import { findQuote, overdueQuoteIds, saveQuote } from './store.ts';

/** How many quotes of each shard a round takes. */
const ROUND = 25;

/** Time kept for the last round to end in. */
const MARGIN_MS = 5_000;

/**
 * Says of every open quote whose time has passed that it expired. Reading a quote does not wait for this; who
 * listens to the bus does. Runs on a schedule, in rounds until nothing is due or its time is up.
 */
export async function handler(event: ScheduledEvent, context: Context): Promise<void> {
  const deadline = Date.now() + context.getRemainingTimeInMillis() - MARGIN_MS;
  let expired = 0;
  for (let due = await overdue(); due.length > 0 && Date.now() < deadline; due = await overdue()) {
    const done = await Promise.all(due.map((quoteId) => expireQuote(quoteId, event.id, deadline)));
    const progress = done.filter(Boolean).length;
    // The index follows the table a moment later: a round that changed nothing is the next run's business.
    if (progress === 0) break;
    expired += progress;
  }
  log.info('expired', { quotes: expired });
}

function overdue(): Promise<string[]> {
  return overdueQuoteIds(now(), ROUND);
}

/** Whether it was this run that expired the quote. A quote that changed meanwhile is left to the next run. */
async function expireQuote(quoteId: string, runId: string, deadline: number): Promise<boolean> {
  const quote = await findQuote(quoteId);
  const occurredAt = now();
  const event = quote && expire(quote, occurredAt);
  if (!event) return false;
  const origin = {
    partnerId: quote.partnerId,
    actor: 'quote-expiry',
    operationId: 'expireQuotes',
    requestId: runId,
    interactionId: runId,
  };
  const { outcome } = await saveQuote(quote, event, { occurredAt, origin }, deadline);
  return outcome === 'committed';
}
