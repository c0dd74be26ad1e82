import { describe, expect, it } from 'vitest';
import { authorise } from './authorisation.ts';
import { type Consent, type ConsentEvent, consume, evolve, expire, revoke, suspend } from './consent.ts';
import { REPLACED, reestablish } from './reestablishment.ts';

const ANNA = { customerId: 'cus_anna', policyIds: ['pol_1', 'pol_2', 'pol_3'] };
const YES = '2026-11-20T08:30:00.000Z';
const NO = '2026-12-01T10:00:00.000Z';
const AGAIN = '2027-01-05T12:00:00.000Z';

const next = (consent: Consent, decision: object | undefined) => evolve(consent, decision as ConsentEvent);

/** A consent for two of three policies, of which one was left out when saying yes. */
function authorised(instead: Partial<Consent> = {}): Consent {
  const requested = evolve(undefined, {
    type: 'consent.requested',
    data: {
      consentId: 'con_1',
      partnerId: 'reader',
      clientId: 'reader',
      partnerName: 'Reader',
      permissions: ['POLICY_READ'],
      purpose: 'A comparison.',
      oneShot: false,
      createdAt: '2026-11-20T08:00:00.000Z',
      authoriseBy: '2026-11-20T09:00:00.000Z',
      expiresAt: '2027-02-28T08:00:00.000Z',
      redirectUri: 'https://reader.example/back',
      baseConsentId: 'con_0',
      ...instead,
    },
  });
  return next(requested, authorise(requested, ANNA, [{ policyId: 'pol_1' }, { policyId: 'pol_2' }], YES));
}
const withdrawn = (consent = authorised(), reason = 'withdrawn') =>
  next(consent, revoke(consent, { by: 'USER', reason }, NO));

describe('re-establishing', () => {
  it('makes a new consent on the same terms, given at once, for as long as the first', () => {
    const event = reestablish(withdrawn(), ANNA, 'con_2', AGAIN) as ConsentEvent;
    expect(event.type).toBe('consent.authorised');
    expect(evolve(undefined, event)).toEqual({
      consentId: 'con_2',
      version: 1,
      status: 'AUTHORISED',
      partnerId: 'reader',
      clientId: 'reader',
      partnerName: 'Reader',
      permissions: ['POLICY_READ'],
      purpose: 'A comparison.',
      oneShot: false,
      createdAt: AGAIN,
      authoriseBy: '2027-01-05T13:00:00.000Z',
      authorisedAt: AGAIN,
      // A hundred days, as before.
      expiresAt: '2027-04-15T12:00:00.000Z',
      baseConsentId: 'con_1',
      customerId: 'cus_anna',
      // Not what was asked for, but what was granted.
      objects: [{ policyId: 'pol_1' }, { policyId: 'pol_2' }],
    });
  });

  it('never lasts for more than a year, though the first went over 29 February', () => {
    const ofLeapYear = {
      createdAt: '2027-03-01T00:00:00.000Z',
      authoriseBy: '2027-03-01T01:00:00.000Z',
      expiresAt: '2028-03-01T00:00:00.000Z',
    };
    const waiting = { ...authorised(ofLeapYear), status: 'AUTHORISED' as const };
    const again = '2028-03-02T00:00:00.000Z';
    const event = reestablish(waiting, ANNA, 'con_2', again) as ConsentEvent;
    expect(event.data).toMatchObject({ expiresAt: '2029-03-02T00:00:00.000Z' });
  });

  it.each([
    ['what has expired, and was told', (consent: Consent) => next(consent, expire(consent, AGAIN_LATER))],
    ['what has expired, and was not told', (consent: Consent) => consent],
    ['what expired while it was suspended', (consent: Consent) => next(consent, suspend(consent, NO))],
  ])('takes up %s', (_what, end) => {
    expect(reestablish(end(authorised()), ANNA, 'con_2', AGAIN_LATER)).toMatchObject({
      type: 'consent.authorised',
    });
  });

  it('leaves out what is no longer the customer’s', () => {
    const event = reestablish(withdrawn(), { ...ANNA, policyIds: ['pol_2', 'pol_3'] }, 'con_2', AGAIN);
    expect(event).toMatchObject({ data: { objects: [{ policyId: 'pol_2' }] } });
  });

  it.each([
    ['is not over', authorised()],
    ['is suspended', next(authorised(), suspend(authorised(), NO))],
    ['another took the place of', withdrawn(authorised(), REPLACED)],
    ['was for one use', withdrawn(authorised({ oneShot: true }))],
    ['was used up', consumed()],
    ['was never given', neverGiven()],
    ['was never given, and expired untold', untold()],
  ])('is refused of what %s', (_what, consent) => {
    expect(reestablish(consent, ANNA, 'con_2', AGAIN)).toMatchObject({ refusal: 'consent-state' });
  });

  it('is refused where nothing is left that it was for', () => {
    expect(reestablish(withdrawn(), { ...ANNA, policyIds: ['pol_3'] }, 'con_2', AGAIN)).toMatchObject({
      refusal: 'consent-state',
    });
  });
});

const AGAIN_LATER = '2027-03-05T12:00:00.000Z';

function consumed(): Consent {
  const consent = authorised({ oneShot: true });
  return next(consent, consume(consent, { reason: 'done' }, NO));
}

function untold(): Consent {
  const { authorisedAt, customerId, objects, ...waiting } = authorised();
  return { ...waiting, status: 'AWAITING_AUTHORISATION' };
}

function neverGiven(): Consent {
  return next(untold(), revoke(untold(), { by: 'PARTNER', reason: 'given-up' }, YES));
}
