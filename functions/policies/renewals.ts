import type { Context, ScheduledEvent } from 'aws-lambda';
import { type Instant, now } from '../platform/clock.ts';
import { type Commitment, commit } from '../platform/commit.ts';
import { workOff } from '../platform/due.ts';
import { log } from '../platform/log.ts';
import { originOfRun, type Run, runOf } from '../platform/run.ts';
import { type Product, productOf } from '../quotes/catalogue.ts';
import { deskAt } from './desk.ts';
import { notBefore } from './moment.ts';
import { readPersonal } from './personal.ts';
import { type PolicyEvent, type PolicyHistory, transactionEvents } from './policy.ts';
import { decideRenewal, errandDue } from './renewal.ts';
import { drivingForRenewal } from './renewal-driving.ts';
import { lastCover, offerRenewal } from './renewal-offer.ts';
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
    const { events, conditions = [] } = await nextStep(policy, occurredAt);
    if (events.length === 0) break;
    const { partnerId } = policy;
    const origin = originOfRun(run, { partnerId, actor: 'renewals', operationId: 'renewPolicies' });
    const { policy: after, change } = changeOf(policy, events, {
      occurredAt,
      origin,
      product: productOf(policy),
    });
    if ((await commit({ changes: [change], conditions }, run.deadline)) !== 'committed') return false;
    policy = after;
  }
  return steps > 0;
}

/** What is to happen to a policy, and what must still hold then. */
interface Step {
  events: readonly PolicyEvent[];
  conditions?: Commitment['conditions'] | undefined;
}

/** What is to happen to a policy at an instant: one step of offer, renewal and end. */
async function nextStep(policy: PolicyHistory, at: Instant): Promise<Step> {
  const product = productOf(policy);
  const { policyId, renewalOffer, term } = policy;
  const errand = errandDue(policy, product, at);
  if (errand === 'offer') return offer(policy, product, at);
  if (errand === 'expire') {
    const data = { policyId, product: product.product, expiredOn: term.end };
    return { events: [{ type: 'policy.expired', data }] };
  }
  if (errand !== 'renew' || !renewalOffer) return { events: [] };
  const { booked } = decideRenewal(policy, renewalOffer, deskAt(at, product));
  return { events: transactionEvents(policy, booked) };
}

/** Offers the next term. Where its price relies on a consent, the offer does too. */
async function offer(policy: PolicyHistory, product: Product, at: Instant): Promise<Step> {
  const { personal, restricted } = await readPersonal(policy, { cover: lastCover(policy) });
  // A restriction holds back what others may see, not what the contract itself needs; driving it does not need.
  const driven = restricted ? undefined : await drivingForRenewal(policy, personal.driver, product, at);
  const renewed = { personal, driving: driven?.driving };
  return { events: [offerRenewal(policy, renewed, product, at)], conditions: driven?.conditions };
}
