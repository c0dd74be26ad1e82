import { describe, expect, it } from 'vitest';
import type { OperationId } from '../../openapi/generated/operations.ts';
import { requestTo } from '../../test/support/calls.ts';
import type { AnyAnswer } from './call.ts';
import { render } from './render.ts';

function rendered(operationId: OperationId, answer: AnyAnswer | undefined) {
  const request = requestTo(operationId);
  if (answer) request.context.call.answer = answer;
  render().after?.(request);
  return request.response;
}

describe('a response', () => {
  it('is JSON with the status that the contract gives it, and is never stored', () => {
    expect(rendered('createQuote', { body: { quoteId: 'quo_1' } })).toEqual({
      statusCode: 201,
      headers: {
        'Content-Type': 'application/json',
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
      },
      body: '{"quoteId":"quo_1"}',
    });
  });

  it('has the entity tag of a version, and says that it is a replay', () => {
    expect(rendered('getQuote', { body: {}, version: 7, replayed: true })?.headers).toMatchObject({
      ETag: '"7"',
      'Idempotency-Replayed': 'true',
    });
  });

  it('says nothing of the basis that it was given on', () => {
    const { headers, body } = rendered('getPolicy', { body: {}, basis: 'producer' }) ?? {};
    expect(JSON.stringify([headers, body])).not.toContain('producer');
  });

  it('is a document in base64, to be saved by its name, and is never stored either', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const answer = {
      document: {
        contentType: 'application/pdf',
        fileName: 'policy-schedule-P26-1.pdf',
        bytes,
        released: new Set<never>(),
      },
      version: 2,
    };
    const { body = '', ...response } = rendered('getSchedule', answer) ?? {};
    expect(response).toEqual({
      statusCode: 200,
      headers: {
        'Content-Type': 'application/pdf',
        'Content-Disposition': 'attachment; filename="policy-schedule-P26-1.pdf"',
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
        ETag: '"2"',
      },
      isBase64Encoded: true,
    });
    expect(new Uint8Array(Buffer.from(body, 'base64'))).toEqual(bytes);
  });

  it('is not made of nothing', () => {
    expect(() => rendered('getQuote', undefined)).toThrow('gave no answer');
  });
});
