import type { APIGatewayProxyResult } from 'aws-lambda';
import type { AnyAnswer, Middleware } from './call.ts';

/** Writes the answer, masked by now, as the response: status, entity tag, and the body or document. */
export function render(): Middleware {
  return {
    after(request) {
      const { operation, answer } = request.context.call;
      if (!answer) throw new Error(`${operation.operationId} gave no answer`);
      const { contentType, ...content } = contentOf(answer);
      request.response = {
        statusCode: operation.success,
        headers: {
          'Content-Type': contentType,
          'Cache-Control': 'no-store',
          ...(answer.version !== undefined && { ETag: `"${answer.version}"` }),
          ...(answer.replayed && { 'Idempotency-Replayed': 'true' }),
        },
        ...content,
      };
    },
  };
}

type Content = Pick<APIGatewayProxyResult, 'body' | 'isBase64Encoded'> & { contentType: string };

function contentOf({ document, body }: AnyAnswer): Content {
  if (!document) return { contentType: 'application/json', body: JSON.stringify(body) };
  const { contentType, bytes } = document;
  return { contentType, body: Buffer.from(bytes).toString('base64'), isBase64Encoded: true };
}
