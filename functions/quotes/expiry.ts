import type { Context, ScheduledEvent } from 'aws-lambda';
import { now } from '../platform/clock.ts';
import { commit } from '../platform/commit.ts';
import { workOff } from '../platform/due.ts';
import { log } from '../platform/log.ts';
import { originOfRun, type Run, runOf } from '../platform/run.ts';
import { expire } from './quote.ts';
import { changeOf, findQuote, overdueQuotes } from './store.ts';

/** How many quotes of each shard are taken on at once. */
const PAGE = 25;

/** Time kept for the last page to end in. */
const MARGIN_MS = 5_000;

/**
 * Says of every open quote whose time has passed that it expired. Reading a quote does not wait for this; who
 * listens to the bus does. Runs on a schedule, until every quote that is overdue was tried or its time is up.
 */
export async function handler(event: ScheduledEvent, context: Context): Promise<void> {
  const run = runOf(event, context, MARGIN_MS);
  const expired = await workOff(overdueQuotes(now(), PAGE), {
    attempt: (quoteId) => expireQuote(quoteId, run),
    failure: 'ExpiryFailed',
    deadline: run.deadline,
  });
  log.info('expired', { quotes: expired });
}

/** Whether it was this run that expired the quote. A quote that changed meanwhile is left to the next run. */
async function expireQuote(quoteId: string, run: Run): Promise<boolean> {
  const quote = await findQuote(quoteId);
  const occurredAt = now();
  const event = quote && expire(quote, occurredAt);
  if (!event) return false;
  const { partnerId } = quote;
  const origin = originOfRun(run, { partnerId, actor: 'quote-expiry', operationId: 'expireQuotes' });
  const { change } = changeOf(quote, event, { occurredAt, origin });
  return (await commit({ changes: [change] }, run.deadline)) === 'committed';
}
