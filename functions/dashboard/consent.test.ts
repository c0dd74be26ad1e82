import { describe, expect, it } from 'vitest';
import { byStanding, canBeGivenAgain, endingOf, spentShare, standingOf } from './page/consent.js';
import { deedsOn } from './page/consent-deed.js';

const NOW = new Date('2026-11-21T12:00:00Z');

/** A consent as the API shows it. */
function consent(instead: object = {}) {
  return {
    consentId: 'con_01KAHJ3M7C4N8X2V6B9Q1W5E0R',
    status: 'AUTHORISED',
    partner: { partnerId: 'reader', name: 'Reader' },
    permissions: ['POLICY_READ'],
    purpose: 'To compare',
    oneShot: false,
    createdAt: '2026-11-21T11:30:00Z',
    authoriseBy: '2026-11-21T12:30:00Z',
    authorisedAt: '2026-11-21T11:40:00Z',
    expiresAt: '2027-11-21T11:40:00Z',
    ...instead,
  };
}

const end = (by: string) => ({ by, reason: 'changed-mind', at: '2026-11-20T10:00:00Z' });
const namesOf = (shown: object) => deedsOn(shown, NOW).map(({ name }: { name: string }) => name);

describe('the standing of a consent', () => {
  it.each([
    ['AWAITING_AUTHORISATION', 'waiting'],
    ['AUTHORISED', 'active'],
    ['SUSPENDED', 'paused'],
    ['REJECTED', 'ended'],
    ['REVOKED', 'ended'],
    ['EXPIRED', 'ended'],
    ['CONSUMED', 'ended'],
  ])('in %s is %s', (status, standing) => {
    expect(standingOf(consent({ status }), NOW)).toBe(standing);
  });

  it('has ended once its time is up, though it was loaded before', () => {
    const late = '2026-11-21T12:00:00Z';
    expect(standingOf(consent({ expiresAt: late }), NOW)).toBe('ended');
    expect(standingOf(consent({ status: 'SUSPENDED', expiresAt: late }), NOW)).toBe('ended');
    const unanswered = consent({ status: 'AWAITING_AUTHORISATION', authoriseBy: late });
    expect(standingOf(unanswered, NOW)).toBe('ended');
  });

  it('groups consents and keeps their order', () => {
    const all = ['AUTHORISED', 'REVOKED', 'AUTHORISED'].map((status, index) =>
      consent({ status, consentId: index }),
    );
    const { active, ended } = byStanding(all, NOW);
    expect([active, ended]).toEqual([[all[0], all[2]], [all[1]]]);
  });
});

describe('the end of a consent', () => {
  it.each([
    [{ status: 'REJECTED', end: end('USER') }, 'You refused it on 20 November 2026.'],
    [{ status: 'REVOKED', end: end('USER') }, 'You withdrew it on 20 November 2026.'],
    [{ status: 'REVOKED', end: end('INSURER') }, 'Your insurer ended it on 20 November 2026.'],
    [{ status: 'REVOKED', end: end('PARTNER') }, 'Reader gave it back on 20 November 2026.'],
    [{ status: 'CONSUMED', end: end('PARTNER') }, 'It was used on 20 November 2026, once, as agreed.'],
    [{ status: 'EXPIRED', end: end('INSURER') }, 'It ran out on 20 November 2026.'],
    [{ status: 'AUTHORISED', expiresAt: '2026-11-01T00:00:00Z' }, 'It ran out on 1 November 2026.'],
    [{ status: 'EXPIRED', authorisedAt: undefined }, 'The request was not answered in time.'],
  ])('%o is told as: %s', (instead, words) => {
    expect(endingOf(consent(instead), 'UTC')).toBe(words);
  });

  it('can be undone where it was in force, for more than one occasion', () => {
    const revoked = consent({ status: 'REVOKED' });
    expect(canBeGivenAgain(revoked)).toBe(true);
    expect(canBeGivenAgain({ ...revoked, oneShot: true })).toBe(false);
    expect(canBeGivenAgain({ ...revoked, authorisedAt: undefined })).toBe(false);
    expect(canBeGivenAgain({ ...revoked, status: 'REJECTED' })).toBe(false);
  });
});

describe('what can be done to a consent', () => {
  it.each([
    [{}, ['Pause', 'Withdraw']],
    [{ oneShot: true }, ['Withdraw']],
    [{ status: 'SUSPENDED' }, ['Resume', 'Withdraw']],
    [{ status: 'REVOKED' }, ['Allow again']],
    [{ status: 'REJECTED' }, []],
    [{ status: 'AWAITING_AUTHORISATION' }, []],
  ])('that is %o: %o', (instead, names) => {
    expect(namesOf(consent(instead))).toEqual(names);
  });

  it('is asked about where it ends or begins something', () => {
    const asked = (instead: object) =>
      deedsOn(consent(instead), NOW).map(({ question }: { question?: object }) => question !== undefined);
    expect([asked({}), asked({ status: 'EXPIRED' })]).toEqual([[false, true], [true]]);
  });

  it('is given again under one key for each time that it is meant', async () => {
    const ended = consent({ status: 'REVOKED' });
    const keys: string[] = [];
    const me = { giveAgain: async (_consentId: string, key: string) => keys.push(key) };
    const [deed] = deedsOn(ended, NOW);
    const [another] = deedsOn(ended, NOW);
    for (const meant of [deed, deed, another]) await meant.perform(me);
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('says what happens to recorded drives only where drives are recorded', () => {
    const said = (permissions: string[]) => JSON.stringify(deedsOn(consent({ permissions }), NOW));
    expect(said(['POLICY_READ'])).not.toContain('Driving data');
    expect(said(['TELEMATICS_COLLECT'])).toContain('Driving data');
  });
});

describe('the life of a consent', () => {
  it.each([
    ['2026-11-21T11:40:00Z', 0],
    ['2027-05-23T11:40:00Z', 0.5],
    ['2028-01-01T00:00:00Z', 1],
    ['2026-01-01T00:00:00Z', 0],
  ])('is at %s over by %d', (now, share) => {
    expect(spentShare(consent(), new Date(now))).toBeCloseTo(share, 1);
  });

  it('is over where it has no length', () => {
    expect(spentShare(consent({ expiresAt: '2026-11-21T11:40:00Z' }), NOW)).toBe(1);
  });
});
