import { describe, expect, it } from 'vitest';
import type { Consent } from './consent.ts';
import { redirectTo } from './redirect.ts';

const decided = (redirectUri?: string) =>
  ({ consentId: 'con_1', status: 'AUTHORISED', redirectUri }) as Consent;

describe('the way back', () => {
  it.each([
    ['https://reader.example/back', 'https://reader.example/back?consentId=con_1&status=AUTHORISED'],
    [
      'https://reader.example/back?way=2',
      'https://reader.example/back?way=2&consentId=con_1&status=AUTHORISED',
    ],
    // What the address says itself does not stand in for what happened.
    [
      'https://reader.example/back?status=REJECTED',
      'https://reader.example/back?status=AUTHORISED&consentId=con_1',
    ],
    ['https://reader.example/#/back', 'https://reader.example/?consentId=con_1&status=AUTHORISED#/back'],
  ])('of %s tells which consent, and what became of it', (redirectUri, expected) => {
    expect(redirectTo(decided(redirectUri), [redirectUri])).toBe(expected);
  });

  it('leads nowhere where no address was named, or it was given up since', () => {
    expect(redirectTo(decided(), ['https://reader.example/back'])).toBeUndefined();
    expect(
      redirectTo(decided('https://reader.example/back'), ['https://reader.example/new']),
    ).toBeUndefined();
  });
});
