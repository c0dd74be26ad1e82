import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { validateResponse } from '../../openapi/generated/responses.js';
import { requestTo } from '../../test/support/calls.ts';
import { Problem } from '../platform/problem.ts';
import { problem } from './problem.ts';

let logged: string;
beforeEach(() => {
  logged = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    logged += text;
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

function answerTo(error: Error) {
  const request = requestTo('createQuote');
  request.error = error;
  problem().onError?.(request);
  const { statusCode, headers = {}, body = '' } = request.response ?? {};
  return { status: statusCode, headers, body: JSON.parse(body), text: body };
}

const named = (name: string) => Object.assign(new Error('anna@example.com was here'), { name });

describe('a problem document', () => {
  it('says what a problem says, by the contract', () => {
    const violations = [{ in: 'body', pointer: '/startDate', detail: 'is too late' }] as const;
    const answer = answerTo(new Problem('start-date-out-of-range', 'Too late.', violations));

    expect(answer.status).toBe(422);
    expect(answer.headers).toEqual({
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    });
    expect(answer.body).toEqual({
      type: 'urn:partner-api:problem:start-date-out-of-range',
      title: 'Cover cannot start then',
      status: 422,
      detail: 'Too late.',
      instance: 'urn:request:request-1',
      errors: violations,
    });
    expect(validateResponse('createQuote', 422, answer.body)).toEqual([]);
    expect(logged).toBe('');
  });

  it('names a hundred places at most, as the contract has it', () => {
    const violations = Array.from({ length: 150 }, (_, index) => {
      return { in: 'path', pointer: '/customerId', detail: `claim ${index} is open` } as const;
    });
    expect(answerTo(new Problem('erasure-blocked', 'Not yet.', violations)).body.errors).toEqual(
      violations.slice(0, 100),
    );
  });

  it('names no places where none is to blame', () => {
    expect(answerTo(new Problem('not-found', 'No such quote.')).body).not.toHaveProperty('errors');
  });

  it.each([
    ['TypeError', 500, 'internal-error'],
    ['AccessDeniedException', 500, 'internal-error'],
    ['TransactionCanceledException', 503, 'service-unavailable'],
    ['ThrottlingException', 503, 'service-unavailable'],
    ['TimeoutError', 504, 'timeout'],
  ])('of a %s is a %i that tells the log where, and nobody what', (name, status, code) => {
    const answer = answerTo(named(name));

    expect(answer.status).toBe(status);
    expect(answer.body.type).toBe(`urn:partner-api:problem:${code}`);
    expect(validateResponse('createQuote', status, answer.body)).toEqual([]);
    expect(answer.headers['Retry-After']).toBe(status === 503 ? '1' : undefined);
    expect(answer.text).not.toMatch(/anna|was here|\.ts/);
    expect(JSON.parse(logged)).toMatchObject({ level: 'ERROR', requestId: 'request-1', error: name });
    expect(logged).not.toContain('anna');
  });

  it.each(['InternalServerError', 'ThrottlingException', 'TimeoutError'])(
    'of a %s does not say that nothing was done: nobody knows',
    (name) => {
      expect(answerTo(named(name)).body.detail).toContain('Whether something was done can be read');
    },
  );
});
