import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { PublicJwk } from '../platform/jws.ts';
import { type DeviceRequest, register } from './registration.ts';

const registrar = {
  deviceId: 'dev_1',
  partnerId: 'broker',
  clientId: 'broker-app',
  customerId: 'cus_1',
  consentId: 'con_1',
};
const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const key = publicKey.export({ format: 'jwk' }) as PublicJwk;

function request(instead: Partial<PublicJwk> = {}): DeviceRequest {
  return { policyId: 'pol_1', kind: 'smartphone', publicKeyJwk: { ...key, ...instead } };
}

describe('a registration', () => {
  it.each(['pending', 'in-force'] as const)('is of a policy that is %s', (status) => {
    expect(register(request(), status, registrar)).toEqual({
      type: 'device.registered',
      data: { ...registrar, policyId: 'pol_1', kind: 'smartphone', publicKeyJwk: key },
    });
  });

  it('keeps of a key what verifies, and nothing that came with it', () => {
    const asked = request();
    const labelled = { ...asked, publicKeyJwk: { ...asked.publicKeyJwk, kid: 'Anna’s phone', ext: true } };
    expect(register(labelled, 'in-force', registrar)).toMatchObject({ data: { publicKeyJwk: key } });
    expect(JSON.stringify(register(labelled, 'in-force', registrar))).not.toContain('Anna');
  });

  it.each([
    ['cancelled', 'policy-cancelled'],
    ['lapsed', 'policy-cancelled'],
    ['expired', 'policy-expired'],
  ] as const)('is refused on a policy that is %s', (status, refusal) => {
    expect(register(request(), status, registrar)).toMatchObject({ refusal });
  });

  it.each<[what: string, instead: Partial<PublicJwk>]>([
    ['two numbers of no point', { x: key.y, y: key.x }],
    ['the point at nowhere', { x: 'A'.repeat(43), y: 'A'.repeat(43) }],
    ['a number beyond the field', { x: `${'_'.repeat(42)}8` }],
  ])('is refused with a key that is %s', (_what, instead) => {
    expect(register(request(instead), 'in-force', registrar)).toMatchObject({
      refusal: 'validation-failed',
      pointer: '/publicKeyJwk',
    });
  });
});
