import { findDevice } from '../devices/store.ts';
import { CLOCK_GRACE, readDeviceToken } from '../devices/token.ts';
import type { Partner } from '../partners/partner.ts';
import { findPartner } from '../partners/registry.ts';
import { now } from '../platform/clock.ts';
import { isSignedBy } from '../platform/jws.ts';
import { InvalidToken } from './token.ts';

/** What all devices are registered as together: their scopes, and the allowance that they share. */
const DEVICES = 'devices';

/** A registration counts for so long once it was read: the gateway remembers what follows from it for longer still. */
const REMEMBERED_MS = 60_000;

/** Registrations that were read, and until when they count. A fleet comes in by the same two, however large it is. */
const remembered = new Map<string, { partner: Promise<Partner | undefined>; until: number }>();

/** What a device may do, and until when. */
export interface DeviceAccess {
  /** The device as a client of the partner that registered it, with what that partner may be permitted by customers. */
  client: Partner;
  /** Until when its token counts, in epoch seconds. */
  exp: number;
}

/**
 * What the device may do that has signed a token. Throws `InvalidToken` where the token does not hold, where its device was
 * removed, and where the partner that registered that is not registered itself any more.
 */
export async function verifyDevice(token: string): Promise<DeviceAccess> {
  const said = readDeviceToken(token, Date.parse(now()) / 1000);
  if (!said) throw new InvalidToken('not a token that a device may sign');
  const [device, devices] = await Promise.all([findDevice(said.deviceId), registrationOf(DEVICES)]);
  if (!devices) throw new Error('the registry does not know of devices');
  if (device?.status !== 'active') throw new InvalidToken('no such device');
  if (!isSignedBy(token, device.publicKeyJwk)) throw new InvalidToken('signed by another');
  const partner = await registrationOf(device.clientId);
  if (partner?.partnerId !== device.partnerId) throw new InvalidToken('no such partner');
  const { deviceId: clientId, partnerId } = device;
  return {
    client: { ...devices, clientId, partnerId, permissions: partner.permissions },
    exp: said.expiresAt + CLOCK_GRACE,
  };
}

/** A client as it was registered within the last minute. Were it read for every token, its one row could not take a fleet. */
function registrationOf(clientId: string): Promise<Partner | undefined> {
  const known = remembered.get(clientId);
  if (known && Date.now() < known.until) return known.partner;
  const partner = findPartner(clientId);
  remembered.set(clientId, { partner, until: Date.now() + REMEMBERED_MS });
  // What is not there, or could not be read, is looked for again.
  const forget = () => remembered.delete(clientId);
  partner.then((found) => found ?? forget(), forget);
  return partner;
}
