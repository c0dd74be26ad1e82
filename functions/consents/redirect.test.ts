import { describe, expect, it } from 'vitest';
import type { Consent } from './consent.ts';
import { redirectTo } from './redirect.ts';

const decided = (redirectUri?: string, state?: string) =>
  ({ consentId: 'con_1', status: 'AUTHORISED', redirectUri, state }) as Consent;

describe('the way back', () => {
  it.each([
    [
      'https://reader.example/back',
      'https://reader.example/back?consentId=con_1&status=AUTHORISED&state=xyz',
    ],
    [
      'https://reader.example/back?way=2',
      'https://reader.example/back?way=2&consentId=con_1&status=AUTHORISED&state=xyz',
    ],
    // What the address says itself does not stand in for what happened.
    [
      'https://reader.example/back?status=REJECTED',
      'https://reader.example/back?status=AUTHORISED&consentId=con_1&state=xyz',
    ],
    [
      'https://reader.example/#/back',
      'https://reader.example/?consentId=con_1&status=AUTHORISED&state=xyz#/back',
    ],
  ])('of %s tells which consent, what became of it, and the state', (redirectUri, expected) => {
    expect(redirectTo(decided(redirectUri, 'xyz'), [redirectUri])).toBe(expected);
  });

  it('hands back a state as it was, whatever is in it', () => {
    const state = 'a&status=REJECTED#=%2F+~!';
    const target = new URL(
      redirectTo(decided('https://reader.example/back', state), ['https://reader.example/back']) ?? '',
    );
    expect(target.searchParams.get('state')).toBe(state);
    expect(target.searchParams.getAll('status')).toEqual(['AUTHORISED']);
  });

  it('leads nowhere where no address was named, or it was given up since', () => {
    expect(redirectTo(decided(), ['https://reader.example/back'])).toBeUndefined();
    expect(
      redirectTo(decided('https://reader.example/back'), ['https://reader.example/new']),
    ).toBeUndefined();
  });
});
