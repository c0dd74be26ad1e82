import { problems } from '../../openapi/generated/problems.ts';
import { describeError, log } from '../platform/log.ts';
import { Problem, type ProblemCode } from '../platform/problem.ts';
import type { Middleware } from './call.ts';
import { SAFETY_HEADERS } from './safety-headers.ts';

/** Errors of the database and the network that say "not now". */
const PASSING = new Set([
  'TransactionCanceledException',
  'TransactionConflictException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'InternalServerError',
  'InternalServiceError',
  'TransactionInProgressException',
]);

/** Turns whatever went wrong into a problem document; what nobody expected is logged and says nothing outside. */
export function problem(): Middleware {
  return {
    onError(request) {
      const { error } = request;
      const { requestId } = request.event.requestContext;
      const known = error instanceof Problem ? error : unexpected(error, requestId);
      const { status } = problems[known.code];
      request.response = {
        statusCode: status,
        headers: {
          'Content-Type': 'application/problem+json',
          ...SAFETY_HEADERS,
          ...(status === 503 && { 'Retry-After': '1' }),
        },
        body: JSON.stringify(problemDocument(known, requestId)),
      };
    },
  };
}

/** A problem names no more places: whoever has mended these is told of the next. */
const MOST_ERRORS = 100;

/** The problem document (RFC 9457) of a problem in a request. */
export function problemDocument({ code, message, violations }: Problem, requestId: string): object {
  return {
    type: `urn:partner-api:problem:${code}`,
    ...problems[code],
    detail: message,
    instance: `urn:request:${requestId}`,
    ...(violations.length > 0 && { errors: violations.slice(0, MOST_ERRORS) }),
  };
}

function unexpected(error: unknown, requestId: string): Problem {
  log.error('unexpected', { requestId, ...describeError(error) });
  const name = error instanceof Error ? error.name : '';
  if (name === 'TimeoutError') return new Problem('timeout', DETAILS.timeout);
  if (PASSING.has(name)) return new Problem('service-unavailable', DETAILS['service-unavailable']);
  return new Problem('internal-error', DETAILS['internal-error']);
}

/** A database that says "not now" may have done what it was asked, or there was something to do after it. */
const UNSURE = 'Whether something was done can be read, or asked again with the same key.';

const DETAILS = {
  timeout: `The answer took too long. ${UNSURE}`,
  'service-unavailable': `Not now, or not all. ${UNSURE}`,
  'internal-error': 'The failure has been logged.',
} satisfies Partial<Record<ProblemCode, string>>;
