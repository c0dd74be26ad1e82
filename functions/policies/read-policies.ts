import type { Answer } from '../middleware/call.ts';
import { readCursor, writeCursor } from '../middleware/cursor.ts';
import type { CallOf } from '../middleware/implementation.ts';
import { dayIn } from '../platform/calendar.ts';
import { now } from '../platform/clock.ts';
import { policiesByPlate } from '../platform/plate-index.ts';
import { Problem } from '../platform/problem.ts';
import { productOf } from '../quotes/catalogue.ts';
import { groundOf, noSuchPolicy, POLICY_ID, readAt, visiblePolicy, withoutOthers } from './access.ts';
import { dayOf, instantOf } from './moment.ts';
import { readPersonal } from './personal.ts';
import { type Policy, segmentFor, timelineIn } from './policy.ts';
import { findHistory, idsByNumber, listPolicies as listFromStore, readPolicies } from './store.ts';
import { type PolicyPage, type PolicyRow, type PolicyView, rowOf, viewPolicy } from './view.ts';

type GetCall = CallOf<'getPolicy'>;

/** A policy as it stands, or as it is, was or will be effective at a moment, as known now or at another. */
export async function getPolicy(call: GetCall): Promise<Answer<PolicyView>> {
  const { path, query } = call;
  const newest = await visiblePolicy(path.policyId, call);
  const { timeZone } = productOf(newest);
  const date = dayOf(query.effectiveAt ?? now(), timeZone);
  if (query.knownAt === undefined) {
    const { policy, segment } = await readAt(newest, date);
    const { personal, restricted } = await readPersonal(policy, segment);
    const body = viewPolicy(policy, segment, personal, date);
    return { version: policy.version, ...shownTo(call, policy, { body, restricted }) };
  }
  const history = await findHistory(newest.policyId, { knownAt: instantOf(query.knownAt, timeZone) });
  if (!history) throw noSuchPolicy();
  const segment = segmentFor(timelineIn(history), date);
  // No entity tag: this is not what a change would start from.
  const { personal, restricted } = await readPersonal(history, segment);
  const body = viewPolicy(history, segment, personal, date);
  return shownTo(call, history, { body, restricted });
}

/** A policy as its caller may see it, before it is masked. */
function shownTo(
  call: GetCall,
  policy: Policy,
  { body, restricted }: { body: PolicyView; restricted: boolean },
): Answer<PolicyView> {
  const ground = groundOf(call, policy, restricted);
  return { body: ground.basis ? body : withoutOthers(body), ...ground };
}

type ListCall = CallOf<'listPolicies'>;

/**
 * A page of the caller's own policies, newest first; or those of a plate or a policy number. With a consent, the
 * policies that it was given for.
 */
export async function listPolicies({ query, principal, consent }: ListCall): Promise<Answer<PolicyPage>> {
  const { plate, policyNumber } = query;
  const { partnerId } = principal;
  const searched = [plate, policyNumber, consent].filter((given) => given !== undefined);
  if (searched.length > 1) {
    throw new Problem('ambiguous-search', 'Search by plate, by policy number or within a consent.');
  }
  const before = readCursor(query.cursor, POLICY_ID);
  const limit = query.limit ?? 25;
  if (consent) return pageOf(policyIdsIn(consent.consent.objects), before, limit);
  if (policyNumber !== undefined) return found(await idsByNumber(partnerId, policyNumber));
  if (plate !== undefined) return found(await policiesByPlate(partnerId, plate));
  const { policies, more } = await listFromStore(partnerId, before, limit);
  const last = policies.at(-1);
  const next = more && last ? writeCursor(last.policyId) : null;
  return { body: { data: await rowsOf(policies), next } };
}

/** The policies that a consent was given for, newest first. */
function policyIdsIn(objects: readonly { policyId: string }[] = []): string[] {
  return objects
    .map(({ policyId }) => policyId)
    .toSorted()
    .toReversed();
}

/** A page of these policies, which come newest first. */
async function pageOf(ids: readonly string[], before = '~', limit: number): Promise<Answer<PolicyPage>> {
  const left = ids.filter((id) => id < before);
  const page = left.slice(0, limit);
  const last = left.length > limit ? page.at(-1) : undefined;
  const data = await rowsOf(await readPolicies(page));
  return { body: { data, next: last === undefined ? null : writeCursor(last) } };
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
