import { describe, expect, it } from 'vitest';
import { authorise, reject } from './authorisation.ts';
import {
  asOf,
  type Consent,
  type ConsentEvent,
  consume,
  covers,
  endsBy,
  evolve,
  expire,
  isLive,
  resume,
  revoke,
  statusAt,
  suspend,
  type Terms,
} from './consent.ts';

const terms: Terms = {
  consentId: 'con_1',
  partnerId: 'reader',
  clientId: 'reader-app',
  partnerName: 'Reader',
  permissions: ['POLICY_READ', 'IDENTITY_READ'],
  purpose: 'A comparison of covers.',
  oneShot: false,
  createdAt: '2026-11-20T08:00:00.000Z',
  authoriseBy: '2026-11-20T09:00:00.000Z',
  expiresAt: '2027-05-20T08:00:00.000Z',
};
const OBJECTS = [{ policyId: 'pol_1' }, { policyId: 'pol_2' }];
const ANNA = { customerId: 'cus_anna', policyIds: ['pol_1', 'pol_2', 'pol_3'] };
const NOW = '2026-11-20T08:30:00.000Z';
const TOO_LATE = '2026-11-20T09:00:00.000Z';
const LAST = '2027-05-20T07:59:59.999Z';
const AFTER = '2027-05-20T08:00:00.000Z';

/** The consent that a history leaves. */
function given(...history: ConsentEvent[]): Consent {
  const consent = history.reduce<Consent | undefined>(evolve, undefined);
  if (!consent) throw new Error('nothing was given');
  return consent;
}
const event = (decision: object) => decision as ConsentEvent;

const requested: ConsentEvent = { type: 'consent.requested', data: { ...terms, objects: OBJECTS } };
const authorised = event(authorise(given(requested), ANNA, undefined, NOW));
const suspended = event(suspend(given(requested, authorised), NOW));
const facts = { consentId: 'con_1', partnerId: 'reader', permissions: terms.permissions };
const ofAnna = { ...facts, customerId: 'cus_anna', objects: OBJECTS };

describe('a request', () => {
  it('is a consent of version 1 that waits and covers nothing', () => {
    const consent = given(requested);
    expect(consent).toEqual({
      ...terms,
      objects: OBJECTS,
      version: 1,
      status: 'AWAITING_AUTHORISATION',
    });
    expect(covers(consent, { policyId: 'pol_1' })).toBe(false);
    expect(isLive(consent, NOW)).toBe(false);
  });

  it('can be given up by its partner; a customer rejects it instead', () => {
    const givenUp = revoke(given(requested), { by: 'PARTNER', reason: 'given-up' }, NOW);
    expect(given(requested, event(givenUp))).toMatchObject({
      status: 'REVOKED',
      end: { by: 'PARTNER', reason: 'given-up', at: NOW },
    });
    expect(revoke(given(requested), { by: 'USER', reason: 'withdrawn' }, NOW)).toMatchObject({
      refusal: 'consent-state',
    });
  });
});

describe('an authorised consent', () => {
  const consent = given(requested, authorised);

  it('is its customer’s, live, and covers what was granted', () => {
    expect(consent).toEqual({
      ...given(requested),
      version: 2,
      status: 'AUTHORISED',
      customerId: 'cus_anna',
      authorisedAt: NOW,
    });
    expect(isLive(consent, NOW)).toBe(true);
    expect(['pol_1', 'pol_2', 'pol_3'].map((policyId) => covers(consent, { policyId }))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('rests while it is suspended, and covers the same when it is resumed', () => {
    const [from, to] = [NOW, LAST];
    expect(suspended).toEqual({
      type: 'consent.suspended',
      data: { ...ofAnna, suspensions: [{ from }] },
    });
    const resting = given(requested, authorised, suspended);
    expect(isLive(resting, NOW)).toBe(false);
    const resumed = event(resume(resting, LAST));
    const suspensions = [{ from, to }];
    expect(resumed).toEqual({ type: 'consent.resumed', data: { ...ofAnna, suspensions } });
    expect(given(requested, authorised, suspended, resumed)).toEqual({ ...consent, version: 4, suspensions });
  });

  it('remembers each time that it rested, whatever comes of it', () => {
    const [first, second] = ['2026-12-01T08:00:00.000Z', '2026-12-03T08:00:00.000Z'];
    const resumed = event(resume(given(requested, authorised, suspended), first));
    const history = [requested, authorised, suspended, resumed];
    const again = event(suspend(given(...history), second));
    const revoked = event(
      revoke(given(...history, again), { by: 'USER', reason: 'withdrawn' }, '2026-12-04T08:00:00.000Z'),
    );
    expect(given(...history, again, revoked).suspensions).toEqual([
      { from: NOW, to: first },
      { from: second },
    ]);
  });

  it.each([
    ['authorised', [requested, authorised]],
    ['suspended', [requested, authorised, suspended]],
  ])('is revoked while it is %s, by whoever ends it', (_status, history) => {
    for (const by of ['USER', 'PARTNER', 'INSURER'] as const) {
      const revoked = revoke(given(...history), { by, reason: 'erased' }, NOW);
      const end = { by, reason: 'erased', at: NOW };
      expect(revoked).toEqual({ type: 'consent.revoked', data: { ...ofAnna, end } });
      const over = given(...history, event(revoked));
      expect(over).toMatchObject({ status: 'REVOKED', end });
      expect(isLive(over, NOW)).toBe(false);
    }
  });

  it('is used up only where it is for one use', () => {
    expect(() => consume(consent, { reason: 'done' }, NOW)).toThrow('only a one-shot');
  });
});

describe('a one-shot consent', () => {
  const oneShot: ConsentEvent = { type: 'consent.requested', data: { ...terms, oneShot: true } };
  const live = given(oneShot, authorised);

  it.each(['done', 'not-rated'])('is used up once, by what came of it: %s', (reason) => {
    const consumed = consume(live, { reason }, NOW);
    const end = { by: 'PARTNER', reason, at: NOW };
    expect(consumed).toEqual({ type: 'consent.consumed', data: { ...ofAnna, end } });
    const over = given(oneShot, authorised, event(consumed));
    expect(over).toMatchObject({ status: 'CONSUMED', end });
    expect(consume(over, { reason }, NOW)).toMatchObject({ refusal: 'consent-not-live' });
  });

  it('is not used up while it waits, rests, or has ended', () => {
    const resting = given(oneShot, authorised, event(suspend(live, NOW)));
    for (const [consent, at] of [
      [given(oneShot), NOW],
      [resting, NOW],
      [live, AFTER],
    ] as const) {
      expect(consume(consent, { reason: 'done' }, at)).toMatchObject({ refusal: 'consent-not-live' });
    }
  });
});

describe('expiry', () => {
  const waiting = given(requested);
  const live = given(requested, authorised);
  const resting = given(requested, authorised, suspended);

  it('comes to who waits when the hour is over, and to what was given with its end', () => {
    expect(endsBy(waiting)).toBe(terms.authoriseBy);
    expect(endsBy(live)).toBe(terms.expiresAt);
    expect(endsBy(resting)).toBe(terms.expiresAt);
  });

  it.each([
    ['waits', waiting, NOW, TOO_LATE, 'not-authorised'],
    ['was given', live, LAST, AFTER, 'expired'],
    ['rests', resting, LAST, AFTER, 'expired'],
  ])(
    'of one that %s is there with its instant, told or not, and told once',
    (_, consent, before, at, reason) => {
      expect(statusAt(consent, before)).toBe(consent.status);
      expect(asOf(consent, before)).toBe(consent);
      expect(expire(consent, before)).toBeUndefined();

      const lazily = asOf(consent, AFTER);
      expect(lazily).toMatchObject({ status: 'EXPIRED', end: { by: 'INSURER', reason, at } });
      expect(isLive(consent, at)).toBe(false);
      const told = evolve(consent, event(expire(consent, AFTER) ?? {}));
      // However late it is told, it says the same as whoever looked before.
      expect(told).toEqual({ ...lazily, version: consent.version + 1 });
      expect(expire(told, AFTER)).toBeUndefined();
      expect(endsBy(told)).toBeUndefined();
    },
  );

  it('leaves nothing to decide', () => {
    const late = { refusal: 'consent-state', detail: 'The consent is EXPIRED.' };
    expect(authorise(waiting, ANNA, undefined, TOO_LATE)).toEqual(late);
    expect(reject(waiting, ANNA, { reason: 'rejected' }, TOO_LATE)).toEqual(late);
    expect(suspend(live, AFTER)).toEqual(late);
    expect(resume(resting, AFTER)).toEqual(late);
    expect(revoke(live, { by: 'USER', reason: 'withdrawn' }, AFTER)).toEqual(late);
  });
});

describe('a consent', () => {
  it.each([
    suspended,
    authorised,
    event(revoke(given(requested), { by: 'PARTNER', reason: 'given-up' }, NOW)),
  ])('begins with a request', (first) => {
    expect(() => evolve(undefined, first)).toThrow('cannot begin with');
  });
});
