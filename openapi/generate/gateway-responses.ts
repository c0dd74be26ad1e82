import type { Contract } from './contract.ts';
import { type Problem, problemsOf } from './problems.ts';

/** The problem that each of the gateway's own answers is. */
const answers = {
  ACCESS_DENIED: 'insufficient-scope',
  API_CONFIGURATION_ERROR: 'internal-error',
  AUTHORIZER_CONFIGURATION_ERROR: 'internal-error',
  AUTHORIZER_FAILURE: 'service-unavailable',
  BAD_REQUEST_BODY: 'validation-failed',
  BAD_REQUEST_PARAMETERS: 'validation-failed',
  EXPIRED_TOKEN: 'token-expired',
  INTEGRATION_FAILURE: 'service-unavailable',
  INTEGRATION_TIMEOUT: 'timeout',
  INVALID_API_KEY: 'forbidden',
  INVALID_SIGNATURE: 'forbidden',
  // How the gateway calls a route that it does not have.
  MISSING_AUTHENTICATION_TOKEN: 'not-found',
  QUOTA_EXCEEDED: 'too-many-requests',
  REQUEST_TOO_LARGE: 'payload-too-large',
  RESOURCE_NOT_FOUND: 'not-found',
  THROTTLED: 'too-many-requests',
  UNAUTHORIZED: 'unauthorized',
  UNSUPPORTED_MEDIA_TYPE: 'unsupported-media-type',
  WAF_FILTERED: 'forbidden',
  DEFAULT_4XX: 'validation-failed',
  DEFAULT_5XX: 'internal-error',
};

/** The gateway's own answers as problem documents, each with the status that the contract gives its problem. */
export function gatewayResponses(contract: Contract): object {
  const problems = problemsOf(contract);
  return Object.fromEntries(
    Object.entries(answers).map(([answer, code]) => {
      const problem = problems[code];
      if (!problem) throw new Error(`the contract has no problem ${code}`);
      return [answer, responseOf(code, problem)];
    }),
  );
}

function responseOf(code: string, { status, title }: Problem): object {
  const instance = 'urn:request:$context.requestId';
  return {
    statusCode: status,
    responseParameters: {
      // Set as a header, since the gateway chooses a template by what the caller accepts, and has this one only.
      'gatewayresponse.header.Content-Type': "'application/problem+json'",
      'gatewayresponse.header.Cache-Control': "'no-store'",
      'gatewayresponse.header.X-Content-Type-Options': "'nosniff'",
      'gatewayresponse.header.x-fapi-interaction-id': 'method.request.header.x-fapi-interaction-id',
      ...(status === 401 && { 'gatewayresponse.header.WWW-Authenticate': "'Bearer'" }),
      ...((status === 429 || status === 503) && { 'gatewayresponse.header.Retry-After': "'1'" }),
    },
    responseTemplates: {
      'application/json': JSON.stringify({
        type: `urn:partner-api:problem:${code}`,
        title,
        status,
        instance,
      }),
    },
  };
}
