import { refuseEnded } from '../../devices/registration.ts';
import { findDevice } from '../../devices/store.ts';
import type { Call } from '../../middleware/call.ts';
import { holdToStanding, standingConsentAmong } from '../../middleware/consent.ts';
import { dayIn } from '../../platform/calendar.ts';
import { now } from '../../platform/clock.ts';
import { isRestrictedAmong } from '../../platform/kept-key.ts';
import { lookUpAll } from '../../platform/lookup.ts';
import { Problem, type Refusal } from '../../platform/problem.ts';
import { statusOf } from '../../policies/policy.ts';
import { findSegment } from '../../policies/store.ts';
import { currentRules } from '../catalogue.ts';
import type { Rest } from '../points/sent-point.ts';
import { type Cursor, firstCursor } from './cursor.ts';
import { findCursorAmong } from './cursor-store.ts';

/** What a device that is let in sends under. */
export interface Admission {
  /** Where what it has sent before stands, and what its driving is kept under. */
  cursor: Cursor;
  /** When its customer had collecting rest: nothing that was measured then is taken later. */
  rests: readonly Rest[];
}

/**
 * Lets a device in that may send at this moment, whatever the gateway remembers of its token. Device, consent, customer and
 * policy are read strongly consistent for every batch. A device that was removed is nobody's (401). Nothing is collected by
 * a consent that has ended or is suspended, nor of a customer who has had processing restricted (403), nor on a policy that
 * has ended, on which no device would be registered (409).
 */
export async function admit(call: Pick<Call, 'principal'>): Promise<Admission> {
  const { kind, clientId } = call.principal;
  const device = kind === 'device' ? await findDevice(clientId) : undefined;
  if (device?.status !== 'active' || device.pseudonym === undefined) {
    throw new Problem('unauthorized', 'There is no such device.');
  }
  const { consentId, customerId, policyId, pseudonym } = device;
  const [ended, [consent, restricted, cursor]] = await Promise.all([
    refuseEndedPolicy(policyId),
    lookUpAll(standingConsentAmong(consentId), isRestrictedAmong(customerId), findCursorAmong(pseudonym)),
  ]);
  const collecting = { permission: 'TELEMATICS_COLLECT', object: { policyId } } as const;
  const { suspensions = [] } = holdToStanding(consent, call, collecting);
  if (restricted) throw new Problem('forbidden', 'Nothing is collected of this customer now.');
  if (ended) throw Problem.from(ended);
  return { cursor: cursor ?? firstCursor(pseudonym), rests: suspensions };
}

/** Why there is nothing to measure on a policy today. A segment knows its status by itself: the policy is not read. */
async function refuseEndedPolicy(policyId: string): Promise<Refusal | undefined> {
  const today = dayIn(currentRules().rules.timeZone, now());
  return refuseEnded(statusOf(await findSegment(policyId, today), today));
}
