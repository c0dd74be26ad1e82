import { describe, expect, it } from 'vitest';
import { normalIdentity } from './identity.ts';

const dateOfBirth = '1985-03-02';
const of = (email: string, born = dateOfBirth) => normalIdentity({ email, dateOfBirth: born });

describe('an identity', () => {
  it.each(['Anna@Example.com', ' anna@example.com ', 'ANNA@EXAMPLE.COM'])('is the same in %j', (email) => {
    expect(of(email)).toBe(of('anna@example.com'));
  });

  it('is the same however its letters are composed', () => {
    expect(of('zoe\u0308@example.com')).toBe(of('zo\u00eb@example.com'));
  });

  it.each([
    ['another address', 'anna+1@example.com', dateOfBirth],
    ['another birth date', 'anna@example.com', '1985-03-03'],
    ['an address that holds the separator', 'anna@example.com","1985-03-02', dateOfBirth],
  ])('is another with %s', (_what, email, born) => {
    expect(of(email, born)).not.toBe(of('anna@example.com'));
  });
});
