import type { Context, ScheduledEvent } from 'aws-lambda';
import { now } from '../platform/clock.ts';
import { commit } from '../platform/commit.ts';
import { workOff } from '../platform/due.ts';
import { log } from '../platform/log.ts';
import { originOfRun, type Run, runOf } from '../platform/run.ts';
import { productOf } from '../quotes/catalogue.ts';
import { deskAt } from './desk.ts';
import { notBefore } from './moment.ts';
import { type PolicyEvent, type PolicyHistory, transactionEvents } from './policy.ts';
import { decideRenewal, errandDue } from './renewal.ts';
import { offerRenewal } from './renewal-offer.ts';
import { changeOf, duePolicies, findHistory } from './store.ts';

/** How many policies of each shard are taken on at once. */
const PAGE = 10;

/** Time kept for the last page to end in. */
const MARGIN_MS = 10_000;

/** How much may have become due for one policy since the last run that came to it. */
const MOST_STEPS = 5;

/**
 * Looks after the policies whose day has come: offers the next term, renews tacitly, says that cover ended. Runs on
 * a schedule, until every policy that is due was tried or its time is up.
 */
export async function handler(event: ScheduledEvent, context: Context): Promise<void> {
  const run = runOf(event, context, MARGIN_MS);
  const done = await workOff(duePolicies(now(), PAGE), {
    attempt: (policyId) => lookAfter(policyId, run),
    failure: 'RenewalFailed',
    deadline: run.deadline,
  });
  log.info('looked after policies', { policies: done });
}

/** Whether it was this run that did what was due. A policy that changed meanwhile is left to the next. */
async function lookAfter(policyId: string, run: Run): Promise<boolean> {
  let policy = await findHistory(policyId);
  let steps = 0;
  for (; policy && steps < MOST_STEPS; steps++) {
    const occurredAt = notBefore(policy, now());
    const events = await eventsDue(policy, occurredAt);
    if (events.length === 0) break;
    const { partnerId } = policy;
    const origin = originOfRun(run, { partnerId, actor: 'renewals', operationId: 'renewPolicies' });
    const { policy: after, change } = changeOf(policy, events, {
      occurredAt,
      origin,
      product: productOf(policy),
    });
    if ((await commit({ changes: [change] }, run.deadline)) !== 'committed') return false;
    policy = after;
  }
  return steps > 0;
}

/** What is to happen to a policy at an instant: one step of offer, renewal and end. */
async function eventsDue(policy: PolicyHistory, at: string): Promise<PolicyEvent[]> {
  const product = productOf(policy);
  const { policyId, renewalOffer, term } = policy;
  const errand = errandDue(policy, product, at);
  if (errand === 'offer') return [await offerRenewal(policy, product, at)];
  if (errand === 'expire') {
    return [{ type: 'policy.expired', data: { policyId, product: product.product, expiredOn: term.end } }];
  }
  if (errand !== 'renew' || !renewalOffer) return [];
  return transactionEvents(policy, decideRenewal(policy, renewalOffer, deskAt(at, product)).booked);
}
