import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import type { OperationId } from '../../openapi/generated/operations.ts';
import { validators as claims } from '../../openapi/generated/validators/claims.js';
import { validators as quotes } from '../../openapi/generated/validators/quotes.js';
import { validators as telemetry } from '../../openapi/generated/validators/telemetry.js';
import { requestTo } from '../../test/support/calls.ts';
import { quoteRequest } from '../../test/support/risks.ts';
import { validate } from './validate.ts';

const json = { 'Content-Type': 'application/json; charset=utf-8' };
const quoteId = 'quo_01KAE8Z2V0Q8M5T3S7R9XWYB4C';
const claimId = 'clm_01KAP6Q2R8T4V0W5X9Y3Z7A1BC';
const decision = JSON.stringify({ decision: 'decline', reason: 'No.' });

/** A body as the gateway hands it over. */
const inBase64 = (body: string | Uint8Array) => ({
  body: Buffer.from(body).toString('base64'),
  isBase64Encoded: true,
});

function validated(operation: OperationId, event: Partial<APIGatewayProxyEvent>) {
  const request = requestTo(operation, event);
  validate({ ...quotes, ...claims, ...telemetry }).before?.(request);
  return request.context.call;
}

const refusal = (code: string) => expect.objectContaining({ code });

describe('what passes', () => {
  it('is on the call, parsed', () => {
    const call = validated('createQuote', {
      body: JSON.stringify(quoteRequest()),
      headers: { ...json, 'idempotency-key': 'key-1' },
    });
    expect(call).toMatchObject({ body: quoteRequest(), idempotencyKey: 'key-1' });
  });

  it('may come in base64', () => {
    const text = JSON.stringify(quoteRequest());
    const call = validated('createQuote', { ...inBase64(text), headers: json });
    expect(call.body).toEqual(quoteRequest());
  });

  it('may be as long as a body may be, and in any script', () => {
    const reason = 'Ζωή 🚗';
    const text = JSON.stringify({ decision: 'decline', reason }).padEnd(256 * 1024 - 12);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(256 * 1024);
    const headers = { ...json, 'if-match': '"1"' };
    const call = validated('decideReferral', { pathParameters: { quoteId }, headers, ...inBase64(text) });
    expect(call.body).toMatchObject({ reason });
  });

  it('has numbers where the contract has numbers in a query', () => {
    const call = validated('listQuotes', { multiValueQueryStringParameters: { limit: ['7'] } });
    expect(call.query).toMatchObject({ limit: 7 });
  });

  it('has a version where an If-Match names one', () => {
    const headers = { ...json, 'IF-MATCH': '"12"' };
    const call = validated('decideReferral', { pathParameters: { quoteId }, headers, body: decision });
    expect(call.ifMatch).toBe(12);
  });

  it('has a version where an If-Match may name one, and none where it does not', () => {
    const recovery = JSON.stringify({ amount: { amount: '1.00', currency: 'EUR' } });
    const recovered = (headers: Record<string, string>) =>
      validated('recordRecovery', {
        pathParameters: { claimId },
        headers: { ...json, 'idempotency-key': 'a', ...headers },
        body: recovery,
      });
    expect(recovered({ 'if-match': '"12"' }).ifMatch).toBe(12);
    expect(recovered({ 'if-match': 'W/"12"' }).ifMatch).toBe(-1);
    expect(recovered({})).not.toHaveProperty('ifMatch');
  });

  it('has no version where it would mean nothing', () => {
    const call = validated('getQuote', { pathParameters: { quoteId }, headers: { 'if-match': '"1"' } });
    expect(call).not.toHaveProperty('ifMatch');
  });

  it('has no idempotency key where it would mean nothing', () => {
    const call = validated('getQuote', { pathParameters: { quoteId }, headers: { 'idempotency-key': 'a' } });
    expect(call.idempotencyKey).toBeUndefined();
  });
});

describe('a compressed body', () => {
  const batch = { sequence: 1, points: [{ at: '2026-11-20T08:00:00Z', speedKmh: 43.2 }] };
  const packed = inBase64(gzipSync(JSON.stringify(batch)));
  const headers = { ...json, 'Content-Encoding': 'gzip' };

  it('passes where the contract takes one', () => {
    expect(validated('postTelemetry', { ...packed, headers }).body).toEqual(batch);
  });

  it('is not even unpacked where it does not', () => {
    expect(() => validated('createQuote', { ...packed, headers })).toThrow(refusal('malformed-json'));
  });

  it('does not pass where it is packed larger than a body may be', () => {
    const noise = inBase64(gzipSync(randomBytes(300 * 1024)));
    expect(() => validated('postTelemetry', { ...noise, headers })).toThrow(refusal('payload-too-large'));
  });
});

it('points that do not fit are no fault of their batch', () => {
  const batch = { sequence: 1, points: [7, { at: 'once', lat: 91 }] };
  expect(validated('postTelemetry', { body: JSON.stringify(batch), headers: json }).body).toEqual(batch);
});

it.each([
  ['no points', []],
  ['more than 600', Array.from({ length: 601 }, () => ({}))],
  ['no list of them', {}],
])('a batch with %s does not pass', (_what, points) => {
  const body = JSON.stringify({ sequence: 1, points });
  expect(() => validated('postTelemetry', { body, headers: json })).toThrow(refusal('validation-failed'));
});

describe('what does not pass', () => {
  const body = JSON.stringify(quoteRequest());

  it.each<[what: string, event: Partial<APIGatewayProxyEvent>, code: string]>([
    ['no body', { headers: json }, 'malformed-json'],
    ['no content type', { body }, 'unsupported-media-type'],
    [
      'a content type that begins like JSON',
      { body, headers: { 'content-type': 'application/jsonl' } },
      'unsupported-media-type',
    ],
    [
      'a body of 256 KB and a letter',
      { body: 'é'.repeat(128 * 1024 + 1), headers: json },
      'payload-too-large',
    ],
    ['so much in base64', { ...inBase64('é'.repeat(128 * 1024 + 1)), headers: json }, 'payload-too-large'],
    ['half a letter', { body: body.replace('motor', '\\ud83d'), headers: json }, 'malformed-json'],
    [
      'both its halves',
      { body: body.replace('motor', '\\ud83d\\ude00'), headers: json },
      'validation-failed',
    ],
    ['half a body', { body: body.slice(1), headers: json }, 'malformed-json'],
    ['half a body in base64', { ...inBase64(body.slice(1)), headers: json }, 'malformed-json'],
    ['a byte order mark', { ...inBase64(`\ufeff${body}`), headers: json }, 'malformed-json'],
    [
      'a text in Latin-1',
      { ...inBase64(Buffer.from('{"product":"müll"}', 'latin1')), headers: json },
      'malformed-json',
    ],
  ])('%s', (_what, event, code) => {
    expect(() => validated('createQuote', event)).toThrow(refusal(code));
  });

  it('names every missing place, and no more than twenty', () => {
    const unknown = Object.fromEntries(Array.from({ length: 100 }, (_, number) => [`x${number}`, 1]));
    const places = (request: object): unknown[] => {
      try {
        return [validated('createQuote', { body: JSON.stringify(request), headers: json })];
      } catch (error) {
        return (error as { violations: { pointer: string }[] }).violations.map(({ pointer }) => pointer);
      }
    };
    expect(places({})).toEqual(['/product', '/startDate', '/driver', '/vehicle', '/address']);
    expect(places({ ...unknown, driver: unknown }).length).toBeLessThanOrEqual(20);
  });

  it.each(['__proto__', 'constructor', 'toString', 'colour'])('a parameter %s that there is not', (name) => {
    const query = new Map([[name, ['a']]]);
    const event = { multiValueQueryStringParameters: Object.fromEntries(query) };
    expect(() => validated('listQuotes', event)).toThrow(refusal('validation-failed'));
  });

  it('is shown as what it is in where its name is too long to be shown', () => {
    const terms = { rateAs: { ['x'.repeat(500)]: '€' } };
    const event = {
      pathParameters: { quoteId },
      headers: { ...json, 'if-match': '"1"' },
      body: JSON.stringify({ decision: 'accept', reason: 'A good one.', terms }),
    };
    const places = {
      violations: expect.arrayContaining([
        expect.objectContaining({ detail: expect.stringMatching(/pattern/), pointer: '/terms/rateAs' }),
      ]),
    };
    expect(() => validated('decideReferral', event)).toThrow(expect.objectContaining(places));
  });

  it('an id that cannot be is not found', () => {
    expect(() => validated('getQuote', { pathParameters: { quoteId: 'off_1' } })).toThrow(
      refusal('not-found'),
    );
  });

  it('a change that names no version, or none that can be', () => {
    const event = { pathParameters: { quoteId }, body: decision };
    expect(() => validated('decideReferral', { ...event, headers: json })).toThrow(
      refusal('precondition-required'),
    );
    for (const tag of ['*', '1', 'W/"1"', '"1234567890"', '"-1"']) {
      expect(validated('decideReferral', { ...event, headers: { ...json, 'if-match': tag } }).ifMatch).toBe(
        -1,
      );
    }
  });
});
