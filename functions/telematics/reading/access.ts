import type { Device } from '../../devices/device.ts';
import { findDevice, findDeviceOfDriver } from '../../devices/store.ts';
import type { Ground } from '../../middleware/clearance.ts';
import { isConsentedTo } from '../../middleware/consent.ts';
import { isRestricted } from '../../platform/kept-key.ts';
import { Problem } from '../../platform/problem.ts';
import {
  type Caller,
  groundOf as groundOfPolicy,
  noSuchPolicy,
  visiblePolicy,
} from '../../policies/access.ts';
import { findTrip } from '../trip-store.ts';
import type { Driven } from './show-trips.ts';

/** The form of a trip's id, as cursors have it. */
export const TRIP_ID = /^trp_[0-9A-HJKMNP-TV-Z]{26}$/;

/** Who drove under what. */
type Driving = Pick<Device, 'policyId' | 'customerId'>;

/**
 * The device, if this caller may know what was driven with it: a customer of their own, a partner by its customer's
 * consent alone, even the one that registered it. Anything else is not found, and nothing is by the insurer's staff.
 */
export async function visibleDevice(deviceId: string, caller: Caller): Promise<Device> {
  const device = await findDevice(deviceId);
  if (!device || !mayKnowDriving(caller, device)) throw new Problem('not-found', 'There is no such device.');
  return device;
}

/** The trip, if this caller may know of it, by the same rule. */
export async function visibleTrip(tripId: string, caller: Caller): Promise<Driven> {
  const trip = await findTrip(tripId);
  const device = trip && (await findDeviceOfDriver(trip.pseudonym));
  if (!device || !mayKnowDriving(caller, device)) throw new Problem('not-found', 'There is no such trip.');
  return { trip, device };
}

/** Whether a caller may know what was driven. */
export function mayKnowDriving(caller: Caller, { policyId, customerId }: Driving): boolean {
  const { principal } = caller;
  if (principal.kind === 'customer') return principal.customerId === customerId;
  return principal.kind === 'partner' && isConsentedTo(caller, { policyId });
}

/** Whose driving an answer shows, and on which ground its caller sees it. */
export async function groundOf({ principal }: Caller, { policyId, customerId }: Driving): Promise<Ground> {
  return {
    basis: principal.kind === 'customer' ? 'customer' : undefined,
    subject: { customerId, objects: [{ policyId }], restricted: await isRestricted(customerId) },
  };
}

/** The ground on which a caller sees the score of a policy: the staff as such, and nobody else without consent. */
export async function groundOfScore(policyId: string, caller: Caller): Promise<Ground> {
  const policy = await visiblePolicy(policyId, caller);
  const isPartner = caller.principal.kind === 'partner';
  if (isPartner && !isConsentedTo(caller, { policyId })) throw noSuchPolicy();
  return groundOfPolicy(caller, policy, await isRestricted(policy.customerId));
}
