import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { requestTo } from '../../test/support/calls.ts';
import { Problem } from '../platform/problem.ts';
import { journal } from './journal.ts';

const SENT = 'C770AEF3-6784-41F7-8E0E-FF5F97BDDB3A';

let logged: string[];
beforeEach(() => {
  logged = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => logged.push(String(text)) > 0);
});
afterEach(() => vi.restoreAllMocks());

/** Takes a request in and out again. */
function passed(headers: Record<string, string>, error?: Error) {
  const request = requestTo('getQuote', { headers });
  const middleware = journal();
  middleware.before?.(request);
  request.response = { statusCode: error ? 404 : 200, body: '' };
  request.error = error ?? null;
  (error ? middleware.onError : middleware.after)?.(request);
  return request;
}

describe('the interaction id', () => {
  it('is the caller’s', () => {
    const { response, context } = passed({ 'X-FAPI-Interaction-ID': SENT });
    expect(context.call.interactionId).toBe(SENT.toLowerCase());
    expect(response?.headers).toEqual({ 'x-fapi-interaction-id': SENT.toLowerCase() });
  });

  it.each(['', 'mine', `${SENT}\nlevel=ERROR`, `${SENT}0`])('is a new one where "%s" was sent', (sent) => {
    const { interactionId } = passed({ 'x-fapi-interaction-id': sent }).context.call;
    expect(interactionId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(interactionId).not.toBe(SENT.toLowerCase());
  });
});

describe('a request', () => {
  it('leaves one line, of ids and outcome', () => {
    passed({ 'x-fapi-interaction-id': SENT, cookie: 'name=anna' });
    expect(logged.map((line) => JSON.parse(line))).toEqual([
      {
        level: 'INFO',
        message: 'request',
        timestamp: expect.any(String),
        requestId: 'request-1',
        interactionId: SENT.toLowerCase(),
        operationId: 'getQuote',
        partnerId: '',
        status: 200,
        durationMs: expect.any(Number),
      },
    ]);
  });

  it('that ends in a problem says which', () => {
    passed({}, new Problem('not-found', 'No such quote.'));
    expect(JSON.parse(logged[0] ?? '')).toMatchObject({ status: 404, problem: 'not-found' });
  });
});
