import type { components } from '../../openapi/generated/types.ts';
import { isUsable } from '../platform/jws.ts';
import type { Refusal } from '../platform/problem.ts';
import type { Status } from '../policies/policy.ts';
import type { DeviceEvent, Registration } from './device.ts';

/** What a partner asks for, as the contract has it. */
export type DeviceRequest = components['schemas']['DeviceRequest'];

/** Whose device it becomes, and by whose consent. */
export type Registrar = Pick<
  Registration,
  'deviceId' | 'partnerId' | 'clientId' | 'customerId' | 'consentId'
>;

/** The event of a device that is registered for a policy of this status today, or why there is nothing to measure. */
export function register(
  { policyId, kind, publicKeyJwk }: DeviceRequest,
  status: Status,
  registrar: Registrar,
): DeviceEvent | Refusal {
  const { kty, crv, x, y } = publicKeyJwk;
  const key = { kty, crv, x, y };
  if (!isUsable(key)) {
    const detail = 'must be a point on the curve';
    return { refusal: 'validation-failed', detail, pointer: '/publicKeyJwk' };
  }
  const refusal = refuseEnded(status);
  return refusal ?? { type: 'device.registered', data: { ...registrar, policyId, kind, publicKeyJwk: key } };
}

/** Why there is nothing to measure on a policy of this status, or undefined. */
export function refuseEnded(status: Status): Refusal | undefined {
  switch (status) {
    case 'pending':
    case 'in-force':
      return undefined;
    case 'expired':
      return { refusal: 'policy-expired', detail: 'The policy has expired.' };
    default:
      return { refusal: 'policy-cancelled', detail: `The policy is ${status}.` };
  }
}
