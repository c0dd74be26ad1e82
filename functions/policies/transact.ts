import { type Answer, type Call, originOf } from '../middleware/call.ts';
import { commitFor } from '../middleware/commit.ts';
import { now } from '../platform/clock.ts';
import type { Change, Write } from '../platform/commit.ts';
import { accepted, Problem, type Refusal } from '../platform/problem.ts';
import { type Product, productOf } from '../quotes/catalogue.ts';
import { noSuchPolicy, visiblePolicy } from './access.ts';
import { deskAt } from './desk.ts';
import { notBefore } from './moment.ts';
import { type PolicyHistory, transactionEvents } from './policy.ts';
import type { Booking, Desk } from './stack/booking.ts';
import { changeOf, findHistory } from './store.ts';
import { type BookedView, viewBooked } from './view.ts';

/** With so many transactions a policy takes none from partners but its end, since each decision reads them all. */
const MOST = 1_000;

/** A policy that is about to be changed, with what deciding needs. */
export interface Opened {
  policy: PolicyHistory;
  product: Product;
  desk: Desk;
}

type PolicyCall = Omit<Call, 'path' | 'query' | 'body'> & { path: { policyId: string } };

/** Opens a policy for a change that names its version: refused where it is of another, or where it takes no more. */
export async function openPolicy(call: PolicyCall, { toEndIt = false } = {}): Promise<Opened> {
  const { path, ifMatch } = call;
  const { transactions } = await visiblePolicy(path.policyId, call);
  if (transactions >= MOST && !toEndIt)
    throw new Problem('too-many-transactions', `A policy takes ${MOST} transactions.`);
  const policy = await findHistory(path.policyId);
  if (!policy) throw noSuchPolicy();
  if (ifMatch !== undefined && policy.version !== ifMatch) throw superseded();
  const product = productOf(policy);
  return { policy, product, desk: deskAt(notBefore(policy, now()), product) };
}

/** What is committed along with the transactions. */
export interface Along {
  records?: readonly Write[];
  changes?: readonly Change[];
}

/** Commits what was decided, and answers with the transaction that was asked for. */
export async function transact(
  call: PolicyCall & Omit<Call, 'path'>,
  { policy, product, desk }: Opened,
  decision: Booking | Refusal,
  { records = [], changes = [] }: Along = {},
): Promise<Answer<BookedView>> {
  const { booked } = accepted(decision);
  const about = { occurredAt: desk.issuedAt, origin: originOf(call, policy.partnerId), product, records };
  const { policy: after, change } = changeOf(policy, transactionEvents(policy, booked), about);
  if ((await commitFor(call, [change, ...changes])) !== 'committed') throw superseded();
  return { body: viewBooked(booked, policy.policyId, after.version), version: after.version };
}

/** The answer to whoever decided on a version that is not the newest. */
export function superseded(): Problem {
  return new Problem('precondition-failed', 'The policy is of another version by now.');
}
