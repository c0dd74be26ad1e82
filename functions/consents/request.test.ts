import { describe, expect, it } from 'vitest';
import { type Asker, authoriseBy, type ConsentRequest, request } from './request.ts';

const asker: Asker = {
  clientId: 'reader-app',
  partnerId: 'reader',
  name: 'Reader',
  permissions: ['POLICY_READ', 'IDENTITY_READ', 'POLICY_CHANGE', 'CLAIM_NOTIFY', 'TELEMATICS_COLLECT'],
  redirectUris: ['https://reader.example/back', 'https://reader.example/other?way=2'],
};
const NOW = '2026-11-20T08:00:00.000Z';

const reading: ConsentRequest = {
  permissions: ['POLICY_READ', 'IDENTITY_READ'],
  purpose: 'A comparison of covers.',
  expiresAt: '2027-05-20T08:00:00Z',
};
const POLICY = { policyId: 'pol_1' };
const change = { effectiveDate: '2026-12-01', change: { coverage: 'TPL+' } };
const changing: ConsentRequest = {
  ...reading,
  permissions: ['POLICY_READ', 'POLICY_CHANGE'],
  objects: [POLICY],
  oneShot: true,
  change,
};
const claimNotification = {
  ...POLICY,
  occurredAt: '2026-11-19T18:00:00Z',
  description: 'Hail.',
  cause: 'weather',
} as const;
const notifying: ConsentRequest = {
  ...reading,
  permissions: ['CLAIM_NOTIFY'],
  oneShot: true,
  claimNotification,
};

const ask = (asked: ConsentRequest, createdAt = NOW) =>
  request(asked, asker, { consentId: 'con_1', createdAt });

describe('a request', () => {
  it('says on which terms a consent is asked for', () => {
    const back = { redirectUri: 'https://reader.example/back' };
    // Whatever a state says, and of whom, is none of the terms.
    const asked = { ...reading, ...back, state: 'xyz', objects: [POLICY], baseConsentId: 'con_0' };
    expect(ask(asked)).toEqual({
      type: 'consent.requested',
      data: {
        consentId: 'con_1',
        partnerId: 'reader',
        clientId: 'reader-app',
        partnerName: 'Reader',
        permissions: reading.permissions,
        objects: [POLICY],
        purpose: reading.purpose,
        oneShot: false,
        createdAt: NOW,
        authoriseBy: '2026-11-20T09:00:00.000Z',
        expiresAt: '2027-05-20T08:00:00.000Z',
        baseConsentId: 'con_0',
        ...back,
      },
    });
  });

  it.each([
    ['a change', changing, 'change'],
    ['a claim', notifying, 'claimNotification'],
  ])('for %s is about one policy, and does not quote what it is for', (_what, asked, content) => {
    const event = ask(asked);
    expect(event).toMatchObject({ data: { oneShot: true, content, objects: [POLICY] } });
    expect(JSON.stringify(event)).not.toMatch(/Hail|TPL\+/);
  });
});

describe('permissions', () => {
  it('are those that the registry allows', () => {
    expect(ask({ ...reading, permissions: ['POLICY_READ', 'HEALTH_READ'] })).toMatchObject({
      refusal: 'permission-not-allowed',
    });
  });
});

describe('the end of a consent', () => {
  const OUT = { refusal: 'consent-expiry-out-of-range', pointer: '/expiresAt' };

  it.each([
    ['a moment from now', NOW, '2026-11-20T08:00:00.001Z'],
    ['exactly a year from now', NOW, '2027-11-20T08:00:00.000Z'],
    ['exactly a year from now, by another offset', NOW, '2027-11-20T10:00:00+02:00'],
    ['a year from 29 February', '2028-02-29T08:00:00.000Z', '2029-02-28T08:00:00Z'],
    ['a year over 29 February', '2027-03-01T08:00:00.000Z', '2028-03-01T08:00:00Z'],
    ['29 February itself', '2027-02-28T23:00:00.000Z', '2028-02-28T22:59:59Z'],
  ])('may be %s', (_when, now, expiresAt) => {
    expect(ask({ ...reading, expiresAt }, now)).toMatchObject({
      data: { expiresAt: new Date(expiresAt).toISOString() },
    });
  });

  it.each([
    ['the very moment', NOW, NOW],
    ['a moment ago', NOW, '2026-11-20T07:59:59.999Z'],
    ['a moment ago, by another offset', NOW, '2026-11-20T09:59:59+02:00'],
    ['long ago', NOW, '1999-01-01T00:00:00Z'],
    ['more than a year from now', NOW, '2027-11-20T08:00:00.001Z'],
    ['a moment more than a year from 29 February', '2028-02-29T08:00:00.000Z', '2029-02-28T08:00:00.001Z'],
    ['the day after, from 29 February', '2028-02-29T08:00:00.000Z', '2029-03-01T08:00:00Z'],
    [
      '29 February, from the day before it is a year away',
      '2027-02-28T08:00:00.000Z',
      '2028-02-29T08:00:00Z',
    ],
  ])('is not %s', (_when, now, expiresAt) => {
    expect(ask({ ...reading, expiresAt }, now)).toMatchObject(OUT);
  });

  it('is the end of waiting too, where it comes within the hour', () => {
    expect(authoriseBy(NOW, '2026-11-20T08:20:00.000Z')).toBe('2026-11-20T08:20:00.000Z');
    expect(authoriseBy(NOW, '2026-11-21T08:20:00.000Z')).toBe('2026-11-20T09:00:00.000Z');
  });
});

describe('the way back', () => {
  it.each(asker.redirectUris)('is a registered address: %s', (redirectUri) => {
    expect(ask({ ...reading, redirectUri })).toMatchObject({ data: { redirectUri } });
  });

  it.each([
    'https://reader.example/back/',
    'https://reader.example/BACK',
    'https://reader.example/back?x=1',
    'https://reader.example/back#x',
    'https://reader.example.evil.example/back',
    'https://reader.example@evil.example/back',
    'http://reader.example/back',
    'https://reader.example/other?way=3',
  ])('is none that is only like one: %s', (redirectUri) => {
    expect(ask({ ...reading, redirectUri })).toMatchObject({
      refusal: 'redirect-uri-not-registered',
      pointer: '/redirectUri',
    });
  });

  it('is there where something is to be said on it', () => {
    expect(ask({ ...reading, state: 'xyz' })).toMatchObject({ refusal: 'redirect-uri-not-registered' });
  });
});

describe('a consent for one act', () => {
  const other = { policyId: 'pol_2' };
  const { change: _change, ...withoutChange } = changing;
  const { objects: _objects, ...withoutObjects } = changing;

  it.each<[string, ConsentRequest, string]>([
    ['says what it is for', withoutChange, '/oneShot'],
    ['is for one thing', { ...changing, claimNotification }, '/oneShot'],
    ['is for one use', { ...changing, oneShot: false }, '/oneShot'],
    ['permits the change', { ...changing, permissions: ['POLICY_READ'] }, '/permissions'],
    ['permits the claim', { ...notifying, permissions: ['POLICY_READ'] }, '/permissions'],
    [
      'permits no claim beside a change',
      { ...changing, permissions: ['POLICY_CHANGE', 'CLAIM_NOTIFY'] },
      '/permissions',
    ],
    [
      'collects nothing over time',
      { ...changing, permissions: ['POLICY_CHANGE', 'TELEMATICS_COLLECT'] },
      '/permissions',
    ],
    ['names its policy', withoutObjects, '/objects'],
    ['names no other policy', { ...changing, objects: [POLICY, other] }, '/objects'],
    ['names the policy of the claim', { ...notifying, objects: [other] }, '/objects'],
  ])('%s', (_rule, asked, pointer) => {
    expect(ask(asked)).toMatchObject({ refusal: 'consent-content', pointer });
  });

  it.each(['POLICY_CHANGE', 'CLAIM_NOTIFY'] as const)('is the only one that permits %s', (permission) => {
    expect(ask({ ...reading, permissions: ['POLICY_READ', permission] })).toMatchObject({
      refusal: 'consent-content',
    });
  });
});
