import { describe, expect, it } from 'vitest';
import { explain, referenceOf } from './page/problem.js';

describe('a problem', () => {
  it.each([
    [{ type: 'urn:partner-api:problem:not-found', status: 404, title: 'Not found' }, /not yours/],
    [{ type: 'urn:partner-api:problem:consent-state', status: 409 }, /meantime/],
    [{ status: 503 }, /Nothing was changed/],
    [{ status: 401 }, /Sign in again/],
    [{ status: 422, title: 'No such thing' }, /^No such thing\.$/],
    [{ status: 418 }, /could not be done/],
    [{}, /no connection/],
  ])('%o is explained', (problem, words) => {
    expect(explain(problem)).toMatch(words);
  });

  it('has the reference that support finds it by', () => {
    expect(referenceOf({ instance: 'urn:request:abc' })).toBe('abc');
    expect(referenceOf({})).toBeUndefined();
  });
});
