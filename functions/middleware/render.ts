import type { APIGatewayProxyResult } from 'aws-lambda';
import type { AnyAnswer, Middleware } from './call.ts';
import { SAFETY_HEADERS } from './safety-headers.ts';

/** Writes the answer, masked by now, as the response: status, entity tag, and the body or document. */
export function render(): Middleware {
  return {
    after(request) {
      const { operation, answer } = request.context.call;
      if (!answer) throw new Error(`${operation.operationId} gave no answer`);
      const { headers, ...content } = contentOf(answer);
      request.response = {
        statusCode: operation.success,
        headers: {
          ...headers,
          ...SAFETY_HEADERS,
          ...(answer.version !== undefined && { ETag: `"${answer.version}"` }),
          ...(answer.replayed && { 'Idempotency-Replayed': 'true' }),
        },
        ...content,
      };
    },
  };
}

type Content = Pick<APIGatewayProxyResult, 'headers' | 'body' | 'isBase64Encoded'>;

function contentOf({ document, body }: AnyAnswer): Content {
  if (!document) return { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  const { contentType, fileName, bytes } = document;
  return {
    headers: { 'Content-Type': contentType, 'Content-Disposition': `attachment; filename="${fileName}"` },
    body: Buffer.from(bytes).toString('base64'),
    isBase64Encoded: true,
  };
}
