import { randomBytes } from 'node:crypto';
import { type Answer, originOf } from '../middleware/call.ts';
import { commitFor } from '../middleware/commit.ts';
import { isConsentedTo } from '../middleware/consent.ts';
import type { CallOf, Reference } from '../middleware/implementation.ts';
import { dayIn } from '../platform/calendar.ts';
import { type Instant, now } from '../platform/clock.ts';
import { driverKeyOf } from '../platform/driver-key.ts';
import { newId } from '../platform/ids.ts';
import { accepted, Problem } from '../platform/problem.ts';
import { noSuchPolicy, readAt } from '../policies/access.ts';
import { readPersonal } from '../policies/personal.ts';
import { type Policy, type Status, statusOf } from '../policies/policy.ts';
import { findPolicy } from '../policies/store.ts';
import { productOf } from '../quotes/catalogue.ts';
import { deviceOfPartner } from './access.ts';
import { register } from './registration.ts';
import { changeOfDevice, findDeviceAt } from './store.ts';
import { type DeviceView, viewDevice } from './view.ts';

type RegisterCall = CallOf<'registerDevice'>;

const PSEUDONYM_BYTES = 16;

/** Registers a device for a policy, as its customer has consented to, and draws what its driving will be kept under. */
export async function registerDevice(call: RegisterCall): Promise<Answer<DeviceView>> {
  const { body, principal, consent } = call;
  // Who owns a policy needs the customer's consent to measure on it, as anybody else does.
  if (!consent || !isConsentedTo(call, body)) throw noSuchPolicy();
  const occurredAt = now();
  const { policy, status, dateOfBirth } = await insured(body.policyId, occurredAt);
  const event = accepted(
    register(body, status, {
      deviceId: newId('dev'),
      partnerId: principal.partnerId,
      clientId: principal.clientId,
      customerId: policy.customerId,
      consentId: consent.consent.consentId,
    }),
  );
  const alias = {
    pseudonym: randomBytes(PSEUDONYM_BYTES).toString('base64url'),
    driverKey: await driverKeyOf(policy.policyId, dateOfBirth),
  };
  const origin = originOf(call, principal.partnerId);
  const { device, change } = changeOfDevice(undefined, [event], { occurredAt, origin, alias });
  if ((await commitFor(call, [change])) !== 'committed') throw new Error('a new id was not new');
  return { body: viewDevice(device) };
}

/** Renders a device as it was when a first call registered it. */
export async function replayRegistration(
  { id, version }: Reference,
  { principal }: RegisterCall,
): Promise<Answer<DeviceView>> {
  await deviceOfPartner(id, principal);
  const device = await findDeviceAt(id, version);
  if (!device) throw new Error(`the ledger has no device ${id}`);
  return { body: viewDevice(device) };
}

/** A policy as it stands today, and its driver. */
interface Insured {
  policy: Policy;
  status: Status;
  dateOfBirth: string;
}

async function insured(policyId: string, at: Instant): Promise<Insured> {
  const found = await findPolicy(policyId);
  if (!found) throw noSuchPolicy();
  const date = dayIn(productOf(found).timeZone, at);
  const { policy, segment } = await readAt(found, date);
  const { driver } = (await readPersonal(policy, segment)).personal;
  if (driver.dateOfBirth === undefined) throw new Problem('customer-erased', 'The customer was erased.');
  return { policy, status: statusOf(segment, date), dateOfBirth: driver.dateOfBirth };
}
