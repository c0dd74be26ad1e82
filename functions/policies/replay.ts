import type { Answer } from '../middleware/call.ts';
import type { CallOf, Reference } from '../middleware/implementation.ts';
import { dayIn } from '../platform/calendar.ts';
import { readLedgerPage } from '../platform/ledger.ts';
import { productOf } from '../quotes/catalogue.ts';
import { type Caller, groundOf, visiblePolicy } from './access.ts';
import { findChange } from './change-store.ts';
import { readPersonal } from './personal.ts';
import { segmentFor, timelineIn } from './policy.ts';
import { findHistory, transactionsIn } from './store.ts';
import {
  type BookedView,
  type ChangeView,
  type PolicyView,
  viewBooked,
  viewChange,
  viewPolicy,
} from './view.ts';

/** Renders a policy as it was when a first call made it. */
export async function replayPolicy(
  { id, version }: Reference,
  call: CallOf<'issuePolicy'>,
): Promise<Answer<PolicyView>> {
  await visiblePolicy(id, call);
  const policy = await findHistory(id, { version });
  if (!policy) throw new Error(`the ledger has no policy ${id}`);
  const date = dayIn(productOf(policy).timeZone, policy.changedAt);
  const segment = segmentFor(timelineIn(policy), date);
  const { personal, restricted } = await readPersonal(policy, segment);
  const body = viewPolicy(policy, segment, personal, date);
  return { body, version, ...groundOf(call, policy, restricted) };
}

/** Renders the transaction that a first call booked. */
export async function replayTransaction(
  { id, version }: Reference,
  caller: Caller,
): Promise<Answer<BookedView>> {
  await visiblePolicy(id, caller);
  const [entry] = await readLedgerPage(id, version - 1, 1);
  if (entry?.version !== version) throw new Error(`the ledger has no policy ${id} of version ${version}`);
  return { body: viewBooked(transactionsIn(entry), id, version), version };
}

/** Renders a change as it was quoted first. */
export async function replayChange({ id }: Reference, caller: Caller): Promise<Answer<ChangeView>> {
  const change = await findChange(id);
  if (!change) throw new Error(`there is no change ${id}`);
  await visiblePolicy(change.policyId, caller);
  return { body: viewChange({ ...change, status: 'quoted' }, change.createdAt) };
}
