import { describe, expect, it } from 'vitest';
import type { Partner } from '../partners/partner.ts';
import { allow, deny } from './policy.ts';

const API = 'arn:aws:execute-api:eu-central-1:000000000000:api1';
const METHOD = `${API}/v1/GET/quotes/quo_1`;
const partner: Partner = {
  clientId: 'broker-app',
  partnerId: 'broker',
  name: 'Broker',
  kind: 'partner',
  tier: 'standard',
  apiKey: 'key-of-the-broker',
  scopes: ['quotes:read', 'quotes:write', 'claims:read'],
  permissions: ['POLICY_READ', 'VEHICLE_READ'],
  redirectUris: [],
};
const resourcesOf = ({
  policyDocument: {
    Statement: [statement],
  },
}: ReturnType<typeof allow>) => (statement as { Resource?: string[] } | undefined)?.Resource;

describe('a policy', () => {
  it('opens the operations of the granted scopes on the whole stage, for the cache serves every route', () => {
    const policy = allow(partner, { scopes: ['quotes:read'], exp: 1_800_000_000 }, METHOD);

    expect(policy.principalId).toBe('broker-app');
    expect(policy.policyDocument.Statement[0]).toMatchObject({
      Action: 'execute-api:Invoke',
      Effect: 'Allow',
    });
    expect(resourcesOf(policy)).toEqual([
      `${API}/v1/GET/products/*`,
      `${API}/v1/GET/quotes`,
      `${API}/v1/GET/quotes/*`,
      `${API}/v1/POST/quotes/*/replay`,
    ]);
  });

  it('is the same whatever was asked first', () => {
    const other = `${API}/v1/POST/quotes`;
    expect(allow(partner, { scopes: ['quotes:read'], exp: 1 }, METHOD)).toEqual(
      allow(partner, { scopes: ['quotes:read'], exp: 1 }, other),
    );
  });

  it('names the partner to the usage plan and to the handlers', () => {
    const policy = allow(partner, { scopes: ['quotes:write', 'quotes:read'], exp: 1_800_000_000 }, METHOD);

    expect(policy.usageIdentifierKey).toBe('key-of-the-broker');
    expect(policy.context).toEqual({
      clientId: 'broker-app',
      partnerId: 'broker',
      kind: 'partner',
      scopes: 'quotes:write quotes:read',
      exp: '1800000000',
      permissions: 'POLICY_READ VEHICLE_READ',
    });
  });

  it('names who signed in, if it was found out', () => {
    const { context } = allow(partner, { scopes: ['quotes:read'], exp: 1 }, METHOD, 'a-pseudonym');
    expect(context?.identity).toBe('a-pseudonym');
  });

  it('gives no scope that the client was not registered for', () => {
    const policy = allow(partner, { scopes: ['quotes:read', 'quotes:underwrite'], exp: 1 }, METHOD);
    expect(policy.context?.scopes).toBe('quotes:read');
    expect(resourcesOf(policy)?.join()).not.toContain('underwriting');
  });

  it.each([[[]], [['quotes:underwrite']], [['telematics:read']], [['*']]])(
    'of the scopes %j opens nothing',
    (scopes) => {
      expect(allow(partner, { scopes, exp: 1 }, METHOD)).toEqual(deny('broker-app', METHOD));
    },
  );

  it('of a stranger denies the whole stage', () => {
    const { policyDocument, usageIdentifierKey, context } = deny('stranger', METHOD);
    expect(policyDocument.Statement).toEqual([
      { Action: 'execute-api:Invoke', Effect: 'Deny', Resource: [`${API}/v1/*`] },
    ]);
    expect([usageIdentifierKey, context]).toEqual([undefined, undefined]);
  });
});
