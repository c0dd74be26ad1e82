import { describe, expect, it } from 'vitest';
import { requestTo } from '../../test/support/calls.ts';
import { canonicalJson } from '../platform/canonical.ts';
import { hmac, sha256 } from '../platform/hash.ts';
import type { Call } from './call.ts';
import { once } from './idempotency.ts';
import { idempotencyMark } from './idempotency-mark.ts';

const call = (instead: Partial<Call> = {}): Call => ({
  ...requestTo('createQuote').context.call,
  principal: { clientId: 'broker', partnerId: 'house', kind: 'partner', scopes: [], permissions: [] },
  idempotencyKey: 'key-1',
  body: { a: 1, b: { c: 2, d: 3 } },
  ...instead,
});
const hashOf = (instead: Partial<Call>) => idempotencyMark(call(instead))?.requestHash;

describe('what a call is remembered by', () => {
  it('is its client, operation and a hash of its key', () => {
    const requestKey = `broker#createQuote#${sha256('key-1')}`;
    expect(idempotencyMark(call())).toMatchObject({ requestKey, status: 201 });
  });

  it('is another for another customer, who comes by the same client', () => {
    const keyOf = (customerId: string) =>
      idempotencyMark(call({ principal: { ...call().principal, kind: 'customer', customerId } }))?.requestKey;
    expect(keyOf('cus_anna')).not.toBe(keyOf('cus_ben'));
  });

  it('is nothing without a key', () => {
    const { idempotencyKey: _without, ...keyless } = call();
    expect(idempotencyMark(keyless)).toBeUndefined();
  });

  it('is made once for a call, however often it is asked for', () => {
    const one = call();
    expect(idempotencyMark(one)).toBe(idempotencyMark(one));
  });

  it('is the same for the same body in another order', () => {
    expect(hashOf({ body: { b: { d: 3, c: 2 }, a: 1 } })).toBe(hashOf({}));
  });

  it('hashes what was said under the key, so that it cannot be tried without', () => {
    const { path, body } = call();
    expect(hashOf({})).toBe(hmac('key-1', canonicalJson([path, body])));
    expect(hashOf({})).not.toBe(sha256(canonicalJson([path, body])));
    expect(hashOf({ idempotencyKey: 'key-2' })).not.toBe(hashOf({}));
  });

  it.each([
    ['a body', { body: { a: 1, b: { c: 2, d: 4 } } }],
    ['a path', { path: { quoteId: 'quo_1' } }],
  ])('is another for %s that says something else', (_what, instead) => {
    expect(hashOf(instead)).not.toBe(hashOf({}));
  });
});

it('a call without a key is handled each time, and nobody is asked', async () => {
  const { idempotencyKey: _without, ...keyless } = call();
  const replay = () => Promise.reject(new Error('there is nothing to replay'));
  expect(await once(keyless, async () => ({ body: 'done' }), replay)).toEqual({ body: 'done' });
});
