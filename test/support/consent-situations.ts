import { vi } from 'vitest';
import type { Consent, ConsentEvent, ConsentObject, Permission } from '../../functions/consents/consent.ts';
import type { PiiClass } from '../../openapi/generated/masks/masks.ts';
import type { Operation } from '../../openapi/generated/operations.ts';
import { startPlatform } from './platform.ts';

/** The partner that asks, and the customer about whom it asks. */
export const PARTNER = 'reader';
export const CUSTOMER = 'cus_01KAHJ3M7C9D5F1G7H3J8K2M6N';

/** What permits an operation on what was driven, and lifts the class as well. */
const DRIVING: readonly (string | undefined)[] = ['TELEMATICS_TRIPS_READ', 'TELEMATICS_SCORE_READ'];

/** The permission that lifts each class. */
export const LIFTING: Readonly<Partial<Record<PiiClass, Permission>>> = {
  driving: 'TELEMATICS_SCORE_READ',
  identity: 'IDENTITY_READ',
  contact: 'CONTACT_READ',
  vehicle: 'VEHICLE_READ',
  location: 'LOCATION_READ',
  financial: 'FINANCIAL_READ',
  health: 'HEALTH_READ',
};

/** Whether nobody can be permitted an operation and not the class. */
export function liftsByItself({ consent }: Operation, piiClass: PiiClass): boolean {
  return piiClass === 'driving' && DRIVING.includes(consent?.permission);
}

/** A consent that is right, or wrong in one way. */
export interface Situation {
  name: string;
  /** How it is refused; undefined where it is not. */
  status?: number;
  instead?: Partial<Consent>;
  /** What happened to it after the yes. */
  then?: 'consent.suspended' | 'consent.revoked' | 'consent.consumed';
  none?: true;
  lacksClass?: true;
  lacksOperation?: true;
}

const OTHER_POLICY = 'pol_01KAHJ3M7C4N8X2V6B9Q1W5E0Z';
const PAST = '2026-01-01T00:00:00.000Z';

export const situations: readonly Situation[] = [
  { name: 'no consent', none: true },
  { name: 'a consent of another partner', status: 404, instead: { partnerId: 'broker' } },
  { name: 'a consent of another customer', instead: { customerId: 'cus_01KAHJ3M7C9D5F1G7H3J8K2M6P' } },
  { name: 'a consent for another object', status: 404, instead: { objects: [{ policyId: OTHER_POLICY }] } },
  { name: 'a consent without the class', lacksClass: true },
  { name: 'a consent without the permission', status: 403, lacksOperation: true },
  { name: 'an expired consent', status: 403, instead: { expiresAt: PAST } },
  { name: 'a suspended consent', status: 403, then: 'consent.suspended' },
  { name: 'a revoked consent', status: 403, then: 'consent.revoked' },
  { name: 'a consumed consent', status: 403, then: 'consent.consumed' },
  { name: 'the right consent' },
];

const ORIGIN = {
  partnerId: PARTNER,
  actor: 'test',
  operationId: 'test',
  requestId: 'test',
  interactionId: 'test',
};

/** The tables of the pipeline, and consents in them for every situation, made when first asked for. */
export async function startConsents(object: ConsentObject) {
  // Thousands of requests each leave their line.
  vi.stubEnv('LOG_LEVEL', 'ERROR');
  const platform = await startPlatform({
    Consents: { variable: 'CONSENTS_TABLE', keys: ['consentId'] },
    Identities: { variable: 'IDENTITIES_TABLE', keys: ['identityKey'] },
    Ledger: { variable: 'LEDGER_TABLE', keys: ['aggregateId', 'version'] },
    Idempotency: { variable: 'IDEMPOTENCY_TABLE', keys: ['requestKey'] },
    Vault: { variable: 'VAULT_TABLE', keys: ['subjectId', 'recordId'] },
  });
  const { changeOfConsent } = await import('../../functions/consents/store.ts');
  const { commit } = await import('../../functions/platform/commit.ts');
  const made = new Map<string, string>();

  const save = async (before: Consent | undefined, event: ConsentEvent): Promise<Consent> => {
    const { consent, change } = changeOfConsent(before, event, { occurredAt: PAST, origin: ORIGIN });
    const outcome = await commit({ changes: [change] }, Date.now() + 5_000);
    if (outcome !== 'committed') throw new Error(outcome);
    return consent;
  };
  const make = async (situation: Situation, permissions: readonly Permission[]): Promise<string> => {
    const consentId = idOf(made.size);
    const given = await save(undefined, authorised(consentId, permissions, object, situation.instead));
    const { then } = situation;
    if (then) await save(given, { type: then, data: { ...given, end: END } } as ConsentEvent);
    return consentId;
  };
  return {
    /** The headers of a request in a situation, as it is for an operation and a class. Made once each. */
    async headers(situation: Situation, { operationId, consent }: Operation, piiClass: PiiClass) {
      if (situation.none) return {};
      const key = [situation.name, operationId, situation.lacksClass && piiClass].join();
      const permissions = permissionsOf(situation, consent?.permission as Permission | undefined, piiClass);
      const consentId = made.get(key) ?? (await make(situation, permissions));
      made.set(key, consentId);
      return { 'x-consent-id': consentId };
    },
    close: platform.close,
  };
}

const END = { by: 'USER', reason: 'withdrawn', at: PAST } as const;

function permissionsOf(
  { lacksClass, lacksOperation }: Situation,
  permission: Permission | undefined,
  piiClass: PiiClass,
): Permission[] {
  const lifting = Object.entries(LIFTING).filter(([each]) => !(lacksClass && each === piiClass));
  const others = lifting.map(([, each]) => each).filter((each) => each !== permission);
  return [...others, ...(permission && !lacksOperation ? [permission] : [])];
}

function authorised(
  consentId: string,
  permissions: readonly Permission[],
  object: ConsentObject,
  instead: Partial<Consent> = {},
): ConsentEvent {
  const terms = {
    consentId,
    partnerId: PARTNER,
    clientId: PARTNER,
    partnerName: 'Reader',
    permissions,
    purpose: 'To compare',
    oneShot: false,
    createdAt: PAST,
    authoriseBy: PAST,
    expiresAt: '2999-01-01T00:00:00.000Z',
  };
  const grant = { customerId: CUSTOMER, objects: [object], authorisedAt: PAST };
  return { type: 'consent.authorised', data: { ...terms, ...grant, ...instead } };
}

function idOf(number: number): string {
  return `con_${number.toString().padStart(26, '0')}`;
}
