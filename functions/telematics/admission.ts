import { findDevice } from '../devices/store.ts';
import type { Call } from '../middleware/call.ts';
import { holdToStanding } from '../middleware/consent.ts';
import { Problem } from '../platform/problem.ts';

/**
 * Lets a device in that may send at this moment, whatever the gateway remembers of its token, and gives the pseudonym that
 * its driving is kept under: device and consent are read strongly consistent for every batch. One that was removed is
 * nobody's (401); by a consent that has ended or is suspended nothing is collected (403).
 */
export async function admit(call: Pick<Call, 'principal'>): Promise<string> {
  const { kind, clientId } = call.principal;
  const device = kind === 'device' ? await findDevice(clientId) : undefined;
  if (device?.status !== 'active' || device.pseudonym === undefined) {
    throw new Problem('unauthorized', 'There is no such device.');
  }
  const { consentId, policyId, pseudonym } = device;
  await holdToStanding(consentId, call, { permission: 'TELEMATICS_COLLECT', object: { policyId } });
  return pseudonym;
}
