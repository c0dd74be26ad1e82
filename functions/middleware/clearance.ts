import type { Clearance, PiiClass } from '../../openapi/generated/masks/masks.ts';
import type { Operation } from '../../openapi/generated/operations.ts';
import { covers, type Permission } from '../consents/consent.ts';
import type { AnyAnswer, Basis, Call, Subject } from './call.ts';
import { permissionsOf } from './consent.ts';

const TRIPS = 'TELEMATICS_TRIPS_READ';

/** What lifts a class for whoever has a customer's consent to it. */
const LIFTING: Readonly<Partial<Record<Permission, PiiClass>>> = {
  [TRIPS]: 'driving',
  TELEMATICS_SCORE_READ: 'driving',
  IDENTITY_READ: 'identity',
  CONTACT_READ: 'contact',
  VEHICLE_READ: 'vehicle',
  LOCATION_READ: 'location',
  FINANCIAL_READ: 'financial',
  HEALTH_READ: 'health',
};

/** Whose values an answer holds, and on which ground its caller asks for them. */
export type Ground = Pick<AnyAnswer, 'basis' | 'subject' | 'others'>;

/** The classes that may leave in clear in an answer: none unless it says about whom it is. */
export function clearanceOf(
  call: Pick<Call, 'operation' | 'principal' | 'consent'>,
  ground: Ground,
): Clearance {
  const { basis, subject } = ground;
  const released = new Set<PiiClass>();
  if (!subject || (subject.restricted && basis !== 'customer' && basis !== 'staff')) {
    return { lifted: new Set(), released };
  }
  return {
    lifted: new Set([...liftedBy(call.operation, basis), ...liftedByConsent(call, subject)]),
    released,
  };
}

/** The classes that an operation shows in clear on a basis: none where there is no basis. */
export function liftedBy({ consent }: Operation, basis: Basis | undefined): readonly PiiClass[] {
  return (basis && consent?.basis?.[basis]) ?? [];
}

/** The classes that the customer has consented to: of this person and these objects, and today. */
function liftedByConsent(
  call: Pick<Call, 'operation' | 'principal' | 'consent'>,
  { customerId, objects }: Subject,
): PiiClass[] {
  const named = call.consent;
  if (!named || named.refusal || named.consent.customerId !== customerId) return [];
  const { consent } = named;
  if (!objects.every((object) => covers(consent, object))) return [];
  return permissionsOf(call).flatMap((permission) =>
    // Who may see trips may not see by that what a policy's price knows of them.
    permission === TRIPS && call.operation.consent?.permission !== TRIPS ? [] : (LIFTING[permission] ?? []),
  );
}
