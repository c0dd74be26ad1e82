import type { Instant } from '../platform/clock.ts';
import { isRefusal, type Refusal } from '../platform/problem.ts';
import {
  type Consent,
  type ConsentEnd,
  type ConsentEvent,
  type ConsentObject,
  ended,
  factsOf,
  refuseUnless,
} from './consent.ts';

/** A customer, and what is theirs. */
export interface Owner {
  customerId: string;
  policyIds: readonly string[];
}

/**
 * Whether a consent concerns a customer: theirs, once somebody has decided on it; before, whoever owns all that it
 * asks for.
 */
export function concerns({ customerId, objects }: Consent, owner: Owner): boolean {
  if (customerId !== undefined) return customerId === owner.customerId;
  if (!objects) return owner.policyIds.length > 0;
  return objects.every(({ policyId }) => owner.policyIds.includes(policyId));
}

/**
 * The event of a customer who says yes, to all that was asked for or to some of it. What is meant by all is written
 * down: what they own now.
 */
export function authorise(
  consent: Consent,
  { customerId, policyIds }: Owner,
  chosen: readonly ConsentObject[] | undefined,
  now: Instant,
): ConsentEvent | Refusal {
  const refusal = refuseUnless(consent, now, ['AWAITING_AUTHORISATION']);
  if (refusal) return refusal;
  const objects = narrowed(consent.objects ?? policyIds.map((policyId) => ({ policyId })), chosen);
  if (isRefusal(objects)) return objects;
  const grant = { customerId, objects, authorisedAt: now };
  return { type: 'consent.authorised', data: { ...factsOf(consent), ...grant } };
}

/** The event of a customer who says no, and whose consent it is from then on. */
export function reject(
  consent: Consent,
  { customerId }: Pick<Owner, 'customerId'>,
  { reason }: Pick<ConsentEnd, 'reason'>,
  now: Instant,
): ConsentEvent | Refusal {
  return (
    refuseUnless(consent, now, ['AWAITING_AUTHORISATION']) ??
    ended('consent.rejected', { ...consent, customerId }, { by: 'USER', reason, at: now })
  );
}

function narrowed(
  asked: readonly ConsentObject[],
  chosen: readonly ConsentObject[] = asked,
): readonly ConsentObject[] | Refusal {
  const among = (objects: readonly ConsentObject[], { policyId }: ConsentObject) =>
    objects.some((object) => object.policyId === policyId);
  const granted = asked.filter((object) => among(chosen, object));
  if (granted.length > 0 && chosen.every((object) => among(asked, object))) return granted;
  const detail = 'A customer may leave out some of what was asked for, and add nothing.';
  return { refusal: 'objects-widened', detail, pointer: '/objects' };
}
