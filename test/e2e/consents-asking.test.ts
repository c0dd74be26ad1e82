import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cast, changeRequest, consentRequest, policyOfAnna, startCast } from '../support/consents.ts';

/** A common day, and 29 February. */
const NOW = '2027-03-10T12:00:00.000Z';
const LEAP_DAY = '2028-02-29T12:00:00.000Z';
const UNTIL = { expiresAt: '2027-09-01T00:00:00Z' };

let cast: Cast;
let policyId: string;

beforeAll(async () => {
  cast = await startCast({ env: { NOW } });
  policyId = await policyOfAnna(cast.policies, '2027-05-01');
});
afterAll(() => cast?.api.stop());

/** Asks as the reader, with something else said, and tells how it was answered. */
async function asking(instead: object): Promise<[number, string | undefined, string | undefined]> {
  const { status, body } = await cast.reader.create(consentRequest({ ...UNTIL, ...instead }));
  return [status, body.type?.replace('urn:partner-api:problem:', ''), body.errors?.[0]?.pointer];
}

describe('a consent ends', () => {
  it.each([
    ['in a moment', '2027-03-10T12:05:00Z'],
    // The functions' clock goes on while the test runs: a year from its start is within a year.
    ['a year from now', '2028-03-10T12:00:00Z'],
    ['a year from now, by another offset', '2028-03-10T14:00:00+02:00'],
    ['on 29 February', '2028-02-29T23:59:59.999999Z'],
  ])('%s', async (_when, expiresAt) => {
    expect(await asking({ expiresAt })).toEqual([201, undefined, undefined]);
  });

  it.each([
    ['in the past', '2027-03-10T11:59:59Z', 'consent-expiry-out-of-range'],
    ['long ago', '1999-12-31T23:59:59Z', 'consent-expiry-out-of-range'],
    ['more than a year from now', '2028-03-11T12:00:00Z', 'consent-expiry-out-of-range'],
    ['in another century', '2199-01-01T00:00:00Z', 'consent-expiry-out-of-range'],
    ['on a 29 February that there is not', '2027-02-29T12:00:00Z', 'validation-failed'],
    ['on a day without a time', '2027-06-01', 'validation-failed'],
    ['at no offset', '2027-06-01T12:00:00', 'validation-failed'],
    ['in the second that leaps', '2027-06-30T23:59:60Z', 'validation-failed'],
    ['at a number', 1_800_000_000, 'validation-failed'],
    ['never', null, 'validation-failed'],
  ])('not %s', async (_when, expiresAt, problem) => {
    expect(await asking({ expiresAt })).toEqual([400, problem, '/expiresAt']);
  });

  it('and says when', async () => {
    const { expiresAt, ...unsaid } = consentRequest();
    const { status, body } = await cast.reader.create(unsaid);
    expect([status, body.errors[0].pointer]).toEqual([400, '/expiresAt']);
  });
});

describe('a partner asks', () => {
  it.each([
    ['for permissions that there are', { permissions: ['EVERYTHING'] }],
    ['for some', { permissions: [] }],
    ['once for each', { permissions: ['POLICY_READ', 'POLICY_READ'] }],
    ['for objects, if it names any', { objects: [] }],
    ['for objects by their ids', { objects: [{ policyId: 'anna@example.com' }] }],
    ['for no field of its own', { customerId: 'cus_01KAHJ3M7C9D5F1G7H3J8K2M6N' }],
    ['for a purpose', { purpose: '' }],
    ['for a purpose that names nobody by an address', { purpose: 'For anna@example.com' }],
    ['for a purpose that names nobody by a number', { purpose: 'For policy 123456' }],
    ['for a purpose in one line', { purpose: 'A comparison.\n\nSigned, your insurer' }],
    ['for a purpose in one direction', { purpose: 'A comparison.\u202etxet' }],
    ['for a way back that is a web address', { redirectUri: 'javascript:alert(1)' }],
    ['by the id of a consent as base', { baseConsentId: 'con_1' }],
  ])('%s', async (_rule, instead) => {
    expect((await asking(instead)).slice(0, 2)).toEqual([400, 'validation-failed']);
  });

  it('only for what the registry lets it ask for', async () => {
    // The aggregator has no scope to ask at all; the reader may ask for a good deal, but not to collect.
    expect((await asking({ permissions: ['POLICY_READ', 'TELEMATICS_COLLECT'] })).slice(0, 2)).toEqual([
      403,
      'permission-not-allowed',
    ]);
  });

  it.each([
    'http://localhost:8080/callback/',
    'http://localhost:8080/callback?x=1',
    'http://localhost:8080/callback#x',
    'http://localhost:8080/CALLBACK',
    'https://localhost:8080/callback',
    'http://localhost:8080@evil.example/callback',
    'https://evil.example/callback',
  ])('only for a registered way back, not %s', async (redirectUri) => {
    expect(await asking({ redirectUri })).toEqual([422, 'redirect-uri-not-registered', '/redirectUri']);
  });

  it('for a state only along with a way back', async () => {
    expect((await asking({ state: 'xyz' }))[0]).toBe(422);
  });

  it('to replace only what is its own and lives', async () => {
    const { reader, broker, anna } = cast;
    const request = consentRequest(UNTIL);
    const [foreign, waiting, ended] = [
      await broker.ask(request),
      await reader.ask(request),
      await reader.ask(request),
    ];
    await anna.authorise(foreign);
    await anna.authorise(ended);
    await anna.withdraw(ended);

    expect(await asking({ baseConsentId: foreign })).toEqual([404, 'not-found', undefined]);
    expect(await asking({ baseConsentId: 'con_01KAJ4N8D0E5G9H2J6K1M3P7QR' })).toEqual([
      404,
      'not-found',
      undefined,
    ]);
    for (const baseConsentId of [waiting, ended]) {
      expect(await asking({ baseConsentId })).toEqual([409, 'consent-state', '/baseConsentId']);
    }
  });
});

describe('a consent for one act', () => {
  const claim = () => ({
    policyId,
    occurredAt: '2027-03-01T18:00:00Z',
    description: 'Hail on the motorway.',
    cause: 'weather',
  });
  const other = { policyId: 'pol_01KAHJ3M7C4N8X2V6B9Q1W5E0R' };

  it.each<[string, () => object, string]>([
    ['says which', () => ({ change: undefined }), '/oneShot'],
    ['is for one only', () => ({ claimNotification: claim() }), '/oneShot'],
    ['is for one use', () => ({ oneShot: false }), '/oneShot'],
    ['is for one use, and says so', () => ({ oneShot: undefined }), '/oneShot'],
    ['permits it', () => ({ permissions: ['POLICY_READ'] }), '/permissions'],
    ['permits no other', () => ({ permissions: ['POLICY_CHANGE', 'CLAIM_NOTIFY'] }), '/permissions'],
    ['is about a policy', () => ({ objects: undefined }), '/objects'],
    ['is about one policy', () => ({ objects: [{ policyId }, other] }), '/objects'],
    [
      'is about the policy of its claim',
      () => ({
        permissions: ['CLAIM_NOTIFY'],
        change: undefined,
        claimNotification: claim(),
        objects: [other],
      }),
      '/objects',
    ],
  ])('%s', async (_rule, instead, pointer) => {
    const { status, body } = await cast.broker.create(changeRequest(policyId, { ...UNTIL, ...instead() }));
    expect([status, body.type, body.errors[0].pointer]).toEqual([
      422,
      'urn:partner-api:problem:consent-content',
      pointer,
    ]);
  });

  it('is the only one that lets anything be changed or notified', async () => {
    for (const permission of ['POLICY_CHANGE', 'CLAIM_NOTIFY']) {
      expect((await asking({ permissions: ['POLICY_READ', permission] })).slice(0, 2)).toEqual([
        422,
        'consent-content',
      ]);
    }
  });

  it('takes its policy from the claim', async () => {
    const asked = { ...UNTIL, permissions: ['CLAIM_NOTIFY'], oneShot: true };
    const { status, body } = await cast.reader.create(
      consentRequest({ ...asked, claimNotification: claim() }),
    );
    expect([status, body.objects]).toEqual([201, [{ policyId }]]);
    expect((await cast.anna.get(body.consentId)).body.claimNotification).toEqual(claim());
  });
});

describe('on 29 February a consent ends', () => {
  beforeAll(async () => {
    await cast.api.stop();
    cast = await startCast({ env: { NOW: LEAP_DAY } });
  });

  it.each([
    ['on 28 February of the next year', '2029-02-28T12:00:00Z', 201],
    ['no later', '2029-02-28T13:00:00Z', 400],
    ['not on 1 March', '2029-03-01T00:00:00Z', 400],
  ])('%s', async (_when, expiresAt, status) => {
    expect((await asking({ expiresAt }))[0]).toBe(status);
  });
});
