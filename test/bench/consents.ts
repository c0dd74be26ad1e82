import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Call } from '../../functions/middleware/call.ts';
import type { PipelineRequest } from '../support/calls.ts';

/** What consent and masking add to a getPolicy, in CPU microseconds, outside the SDK's calls. */
export interface ConsentCost {
  /** Finding and checking the consent. */
  consentUs: number;
  /** Masking a policy of which everything is personal that can be. */
  maskUs: number;
  /** Putting the release on record. */
  releaseUs: number;
}

const CALLS = 50_000;
const WARM_UP = 10_000;
const POLICY = 'pol_01KAHJ3M7C4N8X2V6B9Q1W5E0R';
const CUSTOMER = 'cus_01KAHJ3M7C9D5F1G7H3J8K2M6N';
const CONSENT = {
  consentId: 'con_01KAJ4N8D0E5G9H2J6K1M3P7QR',
  version: 2,
  status: 'AUTHORISED',
  ...{ partnerId: 'reader', clientId: 'reader', partnerName: 'Reader', customerId: CUSTOMER, oneShot: false },
  permissions: ['POLICY_READ', 'IDENTITY_READ', 'CONTACT_READ', 'VEHICLE_READ'],
  purpose: 'A comparison of your covers.',
  objects: [{ policyId: POLICY }],
  ...{ createdAt: '2026-11-21T09:00:00.000Z', authoriseBy: '2026-11-21T10:00:00.000Z' },
  ...{ authorisedAt: '2026-11-21T09:01:00.000Z', expiresAt: '2099-11-21T09:00:00.000Z' },
};

/**
 * Runs the middleware itself, one piece after another, with a database that answers at once: what is left is what the
 * pieces do themselves.
 */
export async function measureConsent(): Promise<ConsentCost> {
  Object.assign(process.env, { AWS_REGION: 'local', CONSENTS_TABLE: 'consents', LEDGER_TABLE: 'ledger' });
  const { dynamodb } = await import('../../functions/platform/dynamodb.ts');
  Object.assign(dynamodb, { send: async () => ({ Item: { doc: { S: JSON.stringify(CONSENT) } } }) });
  const { consent } = await import('../../functions/middleware/consent.ts');
  const { clearanceOf } = await import('../../functions/middleware/clearance.ts');
  const { release } = await import('../../functions/middleware/release.ts');
  const { masks } = await import('../../openapi/generated/masks/policies.ts');
  const call = await aCall();
  const event = { headers: { accept: '*/*', 'x-consent-id': CONSENT.consentId } } as unknown;
  const request = { event: event as APIGatewayProxyEvent, context: { call } } as PipelineRequest;
  const subject = { customerId: CUSTOMER, objects: [{ policyId: POLICY }], restricted: false };
  const ground = { basis: undefined, subject };
  const { consent: _consent, ...stranger } = call;
  const before = consent().before;
  return {
    consentUs: await cpuOf(() => before?.(request)),
    maskUs: await cpuOf(() => masks.getPolicy['200'](policy(), clearanceOf(stranger, ground))),
    releaseUs: await cpuOf(() => release(call, ground, new Set(['identity', 'contact', 'vehicle']))),
  };
}

async function aCall(): Promise<Call> {
  const { requestTo } = await import('../support/calls.ts');
  const { call } = requestTo('getPolicy').context;
  const { permissions } = CONSENT;
  const principal = {
    clientId: 'reader',
    partnerId: 'reader',
    kind: 'partner',
    scopes: [],
    permissions,
  } as const;
  return { ...call, principal, path: { policyId: POLICY } };
}

/** The mean CPU time of a piece of work. */
async function cpuOf(work: () => unknown): Promise<number> {
  for (let number = 0; number < WARM_UP; number++) await work();
  const before = process.cpuUsage();
  for (let number = 0; number < CALLS; number++) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / CALLS;
}

function policy(): object {
  const address = () => ({ line1: 'Veldstraat 1', city: 'Gent', postcode: '9000', country: 'BE' });
  const dateOfBirth = '1985-03-02';
  return {
    policyholder: {
      ...{ givenName: 'Anna', familyName: 'Peeters', dateOfBirth, email: 'anna@example.com' },
      ...{ phone: '+32470123456', address: address() },
    },
    vehicle: { vin: 'WVWZZZ1JZXW000001', plate: '1ABC234', powerKw: 66, fuel: 'diesel', use: 'private' },
    driver: { dateOfBirth },
    address: address(),
  };
}
