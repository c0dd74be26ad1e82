import { describe, expect, it } from 'vitest';
import { queryOf, readRequestLink } from './page/request-link.js';

const CONSENT_ID = 'con_01KAHJ3M7C4N8X2V6B9Q1W5E0R';
const read = (query: string | URLSearchParams) => readRequestLink(new URLSearchParams(query));

describe('the link of a request', () => {
  it.each(['basket-1', 'a+b/c==', '~._-=+/', 'x'.repeat(512)])('keeps its state as it is: %s', (state) => {
    const link = { consentId: CONSENT_ID, state };
    expect(read(queryOf(link))).toEqual(link);
  });

  it('may have none', () => {
    expect(`${queryOf({ consentId: CONSENT_ID })}`).toBe(`consent=${CONSENT_ID}`);
    expect(read(`consent=${CONSENT_ID}`)).toEqual({ consentId: CONSENT_ID });
  });

  it.each(['', 'a b', 'anna@example.com', 'a%0Ab', '<b>', 'x'.repeat(513)])(
    'leaves out a state that the contract does not know: %j',
    (state) => {
      expect(read(`consent=${CONSENT_ID}&state=${state}`)).toEqual({ consentId: CONSENT_ID });
    },
  );

  it.each(['', 'state=basket-1', 'consent=con_1', 'consent=pol_01KAHJ3M7C4N8X2V6B9Q1W5E0R'])(
    'is none where it names no request: %j',
    (query) => {
      expect(read(query)).toBeUndefined();
    },
  );
});
