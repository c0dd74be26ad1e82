import type { Middleware } from './call.ts';

/** Writes the answer, masked by now, as the response: status, entity tag, body. */
export function render(): Middleware {
  return {
    after(request) {
      const { operation, answer } = request.context.call;
      if (!answer) throw new Error(`${operation.operationId} gave no answer`);
      request.response = {
        statusCode: operation.success,
        headers: {
          'Content-Type': 'application/json',
          'Cache-Control': 'no-store',
          ...(answer.version !== undefined && { ETag: `"${answer.version}"` }),
          ...(answer.replayed && { 'Idempotency-Replayed': 'true' }),
        },
        body: JSON.stringify(answer.body),
      };
    },
  };
}
