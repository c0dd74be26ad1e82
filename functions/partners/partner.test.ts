import { describe, expect, it } from 'vitest';
import { parsePartner } from './partner.ts';

const declared = {
  clientId: 'broker-app',
  partnerId: 'broker',
  name: 'Broker',
  kind: 'partner',
  tier: 'standard',
  apiKey: 'a-key-of-some-length',
  scopes: ['quotes:read'],
  permissions: [],
  redirectUris: ['https://broker.example/back'],
};

describe('a partner', () => {
  it('is what a deployment declares, and nothing beside', () => {
    expect(parsePartner({ ...declared, ServiceToken: 'arn:aws:lambda:…', admin: true })).toEqual(declared);
  });

  it.each(['clientId', 'partnerId', 'name', 'tier', 'apiKey'])('needs a text as its %s', (name) => {
    for (const value of [undefined, '', 7, null, ['broker']]) {
      expect(() => parsePartner({ ...declared, [name]: value })).toThrow(`partner: ${name} must be a text`);
    }
  });

  it.each(['scopes', 'permissions', 'redirectUris'])('needs a list of texts as its %s', (name) => {
    for (const value of [undefined, 'quotes:read', [7], [['quotes:read']], {}]) {
      expect(() => parsePartner({ ...declared, [name]: value })).toThrow(`${name} must be a list of texts`);
    }
  });

  it.each([undefined, 'admin', '', 'Staff'])('is of no kind %s', (kind) => {
    expect(() => parsePartner({ ...declared, kind })).toThrow(
      'kind must be one of partner, staff, customer, device',
    );
  });
});
