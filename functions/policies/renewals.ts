import type { Context, ScheduledEvent } from 'aws-lambda';
import { now } from '../platform/clock.ts';
import { commit } from '../platform/commit.ts';
import { describeError, log } from '../platform/log.ts';
import { count } from '../platform/metric.ts';
import { deskAt, notBefore, productOf } from './desk.ts';
import { type PolicyEvent, type PolicyHistory, transactionEvents } from './policy.ts';
import { decideRenewal, errandDue } from './renewal.ts';
import { offerRenewal } from './renewal-offer.ts';
import { changeOf, dueIds, findHistory } from './store.ts';

/** How many policies of each shard a round takes. */
const ROUND = 10;

/** Time kept for the last round to end in. */
const MARGIN_MS = 10_000;

/**
 * Looks after the policies whose day has come: offers the next term, renews tacitly, says that cover ended. Runs on
 * a schedule, in rounds until nothing is due or its time is up; a policy that changed meanwhile is left to the next.
 */
export async function handler(event: ScheduledEvent, context: Context): Promise<void> {
  const deadline = Date.now() + context.getRemainingTimeInMillis() - MARGIN_MS;
  const overdue = () => dueIds(now(), ROUND);
  let done = 0;
  for (let due = await overdue(); due.length > 0 && Date.now() < deadline; due = await overdue()) {
    const outcomes = await Promise.all(due.map((policyId) => attempt(policyId, event.id, deadline)));
    const progress = outcomes.filter(Boolean).length;
    // The index follows the table a moment later: a round that changed nothing is the next run's business.
    if (progress === 0) break;
    done += progress;
  }
  log.info('looked after policies', { policies: done });
}

/** A policy that cannot be looked after must not keep the others waiting; the alarm on it calls a person. */
async function attempt(policyId: string, runId: string, deadline: number): Promise<boolean> {
  try {
    return await lookAfter(policyId, runId, deadline);
  } catch (error) {
    count('RenewalFailed', 1);
    log.error('a policy could not be looked after', { policyId, error: describeError(error) });
    return false;
  }
}

/** Whether it was this run that did what was due. */
async function lookAfter(policyId: string, runId: string, deadline: number): Promise<boolean> {
  const policy = await findHistory(policyId);
  if (!policy) return false;
  const occurredAt = notBefore(policy, now());
  const events = await eventsDue(policy, occurredAt);
  if (events.length === 0) return false;
  const origin = {
    partnerId: policy.partnerId,
    actor: 'renewals',
    operationId: 'renewPolicies',
    requestId: runId,
    interactionId: runId,
  };
  const { change } = changeOf(policy, events, { occurredAt, origin, product: productOf(policy) });
  return (await commit({ changes: [change] }, deadline)) === 'committed';
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
