/**
 * The gateway's own answers: status and message where the API does not say otherwise. From the API Gateway
 * developer guide, "Gateway response types"; 502 for a failed integration as the Lambda guide has it.
 */
export const responseTypes = {
  ACCESS_DENIED: [403, 'User is not authorized to access this resource'],
  API_CONFIGURATION_ERROR: [500, 'Internal server error'],
  AUTHORIZER_CONFIGURATION_ERROR: [500, 'Internal server error'],
  AUTHORIZER_FAILURE: [500, 'Internal server error'],
  BAD_REQUEST_BODY: [400, 'Invalid request body'],
  BAD_REQUEST_PARAMETERS: [400, 'Bad Request'],
  EXPIRED_TOKEN: [403, 'The security token included in the request is expired'],
  INTEGRATION_FAILURE: [502, 'Internal server error'],
  INTEGRATION_TIMEOUT: [504, 'Endpoint request timed out'],
  INVALID_API_KEY: [403, 'Forbidden'],
  INVALID_SIGNATURE: [403, 'The request signature does not match'],
  MISSING_AUTHENTICATION_TOKEN: [403, 'Missing Authentication Token'],
  QUOTA_EXCEEDED: [429, 'Limit Exceeded'],
  REQUEST_TOO_LARGE: [413, 'Request Too Long'],
  RESOURCE_NOT_FOUND: [404, 'Not Found'],
  THROTTLED: [429, 'Too Many Requests'],
  UNAUTHORIZED: [401, 'Unauthorized'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'Unsupported Media Type'],
  WAF_FILTERED: [403, 'Forbidden'],
} as const;

export type ResponseType = keyof typeof responseTypes;

/** A type that an API may describe: one of the gateway's own, or the rest of a class. */
export type DescribedType = ResponseType | 'DEFAULT_4XX' | 'DEFAULT_5XX';

export function isDescribedType(name: string): name is DescribedType {
  return name === 'DEFAULT_4XX' || name === 'DEFAULT_5XX' || Object.hasOwn(responseTypes, name);
}

/** The class whose description applies where the type has none. */
export function classOf(type: ResponseType): 'DEFAULT_4XX' | 'DEFAULT_5XX' {
  return responseTypes[type][0] < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX';
}
