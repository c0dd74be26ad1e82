import type { Answer } from '../middleware/call.ts';
import { readCursor, writeCursor } from '../middleware/cursor.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { dayIn } from '../platform/calendar.ts';
import { now } from '../platform/clock.ts';
import { Problem } from '../platform/problem.ts';
import { policiesByPlate } from '../platform/vault.ts';
import { basisOf, noSuchPolicy, readAt, visiblePolicy } from './access.ts';
import { productOf } from './desk.ts';
import { dayOf, instantOf } from './moment.ts';
import { readPersonal } from './personal.ts';
import { type Policy, segmentFor, timelineIn } from './policy.ts';
import { findHistory, idsByNumber, listPolicies as listFromStore, readPolicies } from './store.ts';
import { type PolicyPage, type PolicyRow, type PolicyView, rowOf, viewPolicy } from './view.ts';

type GetCall = CallOf<'getPolicy'>;

/** A policy as it stands, or as it is, was or will be effective at a moment, as known now or at another. */
export async function getPolicy({ path, query, principal }: GetCall): Promise<Answer<PolicyView>> {
  const newest = await visiblePolicy(path.policyId, principal);
  const basis = basisOf(principal);
  const { timeZone } = productOf(newest);
  const date = dayOf(query.effectiveAt ?? now(), timeZone);
  if (query.knownAt === undefined) {
    const { policy, segment } = await readAt(newest, date);
    const personal = await readPersonal(policy, segment);
    return { body: viewPolicy(policy, segment, personal, date), version: policy.version, basis };
  }
  const history = await findHistory(newest.policyId, { knownAt: instantOf(query.knownAt, timeZone) });
  if (!history) throw noSuchPolicy();
  const segment = segmentFor(timelineIn(history), date);
  // No entity tag: this is not what a change would start from.
  return { body: viewPolicy(history, segment, await readPersonal(history, segment), date), basis };
}

/** The form of a cursor of the list. */
const POLICY_ID = /^pol_[0-9A-Z]{26}$/;

type ListCall = CallOf<'listPolicies'>;

/** A page of the caller's own policies, newest first; or those of a plate or a policy number. */
export async function listPolicies({ query, principal }: ListCall): Promise<Answer<PolicyPage>> {
  const { plate, policyNumber } = query;
  const { partnerId } = principal;
  if (plate !== undefined && policyNumber !== undefined) {
    throw new Problem('ambiguous-search', 'Search by plate or by policy number, not by both.');
  }
  if (policyNumber !== undefined) return found(await idsByNumber(partnerId, policyNumber));
  if (plate !== undefined) return found(await policiesByPlate(partnerId, plate));
  const { policies, more } = await listFromStore(
    partnerId,
    readCursor(query.cursor, POLICY_ID),
    query.limit ?? 25,
  );
  const last = policies.at(-1);
  const next = more && last ? writeCursor(last.policyId) : null;
  return { body: { data: await rowsOf(policies), next } };
}

/** What a search found is a page of its own: no plate or number has many policies. */
async function found(ids: readonly string[]): Promise<Answer<PolicyPage>> {
  return { body: { data: await rowsOf(await readPolicies(ids)), next: null } };
}

function rowsOf(policies: readonly Policy[]): Promise<PolicyRow[]> {
  const at = now();
  return Promise.all(
    policies.map(async (policy) => {
      const date = dayIn(productOf(policy).timeZone, at);
      const { policy: read, segment } = await readAt(policy, date);
      return rowOf(read, segment, date);
    }),
  );
}
