import type { Answer } from '../middleware/call.ts';
import type { Principal } from '../middleware/principal.ts';
import type { PlainDate } from '../platform/calendar.ts';
import { Problem } from '../platform/problem.ts';
import type { Policy } from './policy.ts';
import type { Segment } from './stack/timeline.ts';
import { findPolicy, findSegment } from './store.ts';

/** The policy, if this caller may know of it: a partner of its own, staff of all. Anything else is not found. */
export async function visiblePolicy(policyId: string, principal: Principal): Promise<Policy> {
  const policy = await findPolicy(policyId);
  if (!policy || !mayKnow(principal, policy)) throw noSuchPolicy();
  return policy;
}

/** The answer to whoever asks for what is not theirs, as for what is not there. */
export function noSuchPolicy(): Problem {
  return new Problem('not-found', 'There is no such policy.');
}

/** On which ground a caller who may know of a policy sees what is personal in it. */
export function basisOf({ kind }: Principal): NonNullable<Answer['basis']> {
  return kind === 'staff' ? 'staff' : 'producer';
}

function mayKnow({ kind, partnerId }: Principal, policy: Policy): boolean {
  return kind === 'staff' || (kind === 'partner' && policy.partnerId === partnerId);
}

/** A policy and the segment that a day is shown by, of one and the same version. */
export async function readAt(policy: Policy, date: PlainDate): Promise<{ policy: Policy; segment: Segment }> {
  const segment = await findSegment(policy.policyId, date);
  if (segment.version <= policy.version) return { policy, segment };
  // The policy changed between the two reads: what was read first is read again.
  const newer = await findPolicy(policy.policyId);
  if (!newer) throw noSuchPolicy();
  return readAt(newer, date);
}
