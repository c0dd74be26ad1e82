import type { Context, ScheduledEvent } from 'aws-lambda';
import { now } from '../platform/clock.ts';
import { commit } from '../platform/commit.ts';
import { workOff } from '../platform/due.ts';
import { log } from '../platform/log.ts';
import { originOfRun, type Run, runOf } from '../platform/run.ts';
import { expire } from './consent.ts';
import { changeOfConsent, findConsent, overdueConsents } from './store.ts';

/** How many consents of each shard are taken on at once. */
const PAGE = 25;

/** Time kept for the last page to end in. */
const MARGIN_MS = 5_000;

/**
 * Says of every consent whose time has passed that it expired. No reading and no use of a consent waits for this; who
 * listens to the bus does. Runs on a schedule, until every consent that is overdue was tried or its time is up.
 */
export async function handler(event: ScheduledEvent, context: Context): Promise<void> {
  const run = runOf(event, context, MARGIN_MS);
  const expired = await workOff(overdueConsents(now(), PAGE), {
    attempt: (consentId) => expireConsent(consentId, run),
    failure: 'ConsentExpiryFailed',
    deadline: run.deadline,
  });
  log.info('expired', { consents: expired });
}

/** Whether it was this run that expired the consent. One that changed meanwhile is left to the next run. */
async function expireConsent(consentId: string, run: Run): Promise<boolean> {
  const consent = await findConsent(consentId);
  const occurredAt = now();
  const event = consent && expire(consent, occurredAt);
  if (!event) return false;
  const { partnerId } = consent;
  const origin = originOfRun(run, { partnerId, actor: 'consent-expiry', operationId: 'expireConsents' });
  const { change } = changeOfConsent(consent, event, { occurredAt, origin });
  return (await commit({ changes: [change] }, run.deadline)) === 'committed';
}
