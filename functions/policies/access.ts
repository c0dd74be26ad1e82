import type { Basis, Call } from '../middleware/call.ts';
import type { Ground } from '../middleware/clearance.ts';
import { isConsentedTo } from '../middleware/consent.ts';
import { maskFormats } from '../middleware/mask-formats.ts';
import type { PlainDate } from '../platform/calendar.ts';
import { Problem } from '../platform/problem.ts';
import type { Policy } from './policy.ts';
import type { Segment } from './stack/timeline.ts';
import { findPolicy, findSegment } from './store.ts';
import type { PolicyView } from './view.ts';

/** The form of a policy's id, as cursors have it. */
export const POLICY_ID = /^pol_[0-9A-Z]{26}$/;

/** On which basis each kind of caller sees what is personal in a policy. */
const BASES: Readonly<Partial<Record<Call['principal']['kind'], Basis>>> = {
  staff: 'staff',
  customer: 'customer',
  partner: 'producer',
};

/** Who asks, and the consent that was named. */
export type Caller = Pick<Call, 'principal' | 'consent'>;

/**
 * The policy, if this caller may know of it: a partner of its own or with its customer's consent, a customer of their
 * own, staff of all. Anything else is not found.
 */
export async function visiblePolicy(policyId: string, caller: Caller): Promise<Policy> {
  const policy = await findPolicy(policyId);
  if (!policy || !mayKnow(caller, policy)) throw noSuchPolicy();
  return policy;
}

/** The answer to whoever asks for what is not theirs, as for what is not there. */
export function noSuchPolicy(): Problem {
  return new Problem('not-found', 'There is no such policy.');
}

/** Whose policy an answer shows, and on which ground its caller sees what is personal in it: a third party on none. */
export function groundOf(
  { principal }: Caller,
  { policyId, customerId, partnerId }: Policy,
  restricted: boolean,
): Ground {
  const third = principal.kind === 'partner' && principal.partnerId !== partnerId;
  const basis = third ? undefined : BASES[principal.kind];
  return { basis, subject: { customerId, objects: [{ policyId }], restricted } };
}

/** Whether a caller may know of a policy, and so of what happens to it. */
export function mayKnow(
  caller: Caller,
  { policyId, partnerId, customerId }: Pick<Policy, 'policyId' | 'partnerId' | 'customerId'>,
): boolean {
  const { principal } = caller;
  switch (principal.kind) {
    case 'staff':
      return true;
    case 'customer':
      return principal.customerId === customerId;
    case 'partner':
      return principal.partnerId === partnerId || isConsentedTo(caller, { policyId });
    default:
      return false;
  }
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

/**
 * A policy as it is shown to who sees it by its policyholder's consent alone: nobody can consent for others, so of a driver
 * who is somebody else the date of birth is masked already.
 */
export function withoutOthers(policy: PolicyView): PolicyView {
  const { driver, policyholder } = policy;
  const { dateOfBirth } = driver;
  if (dateOfBirth === undefined || dateOfBirth === policyholder.dateOfBirth) return policy;
  const { dateOfBirth: _others, ...rest } = driver;
  const masked = maskFormats['date-of-birth'](dateOfBirth);
  return { ...policy, driver: { ...rest, ...(masked !== undefined && { dateOfBirth: masked }) } };
}
