import { type Contract, type Page, type Route, routesOf } from './contract.ts';
import { gatewayResponses } from './gateway-responses.ts';

/** A bearer token in the only characters it may have (RFC 6750); anything else is refused unseen. */
const BEARER = '^Bearer [-0-9A-Za-z._~+/]+=*$';

/**
 * The body that API Gateway imports, in its dialect (OpenAPI 3.0): routes, authorizer, integrations, its own
 * answers. No schemas: the functions validate. `{{function:<room>}}` stands for that function's invocation URI.
 */
export function gatewayBody(contract: Contract): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routesOf(contract))
    paths[route.path] = { ...paths[route.path], [route.method]: methodOf(route) };
  for (const page of contract['x-pages'] ?? []) Object.assign(paths, pathsOf(page));
  return {
    openapi: '3.0.1',
    info: { title: 'Partner API', version: '1.0.0' },
    paths,
    components: { securitySchemes },
    'x-amazon-apigateway-api-key-source': 'AUTHORIZER',
    // A document reaches a client as bytes only where what the client accepts counts as binary. The price: every
    // request's body reaches its function in base64.
    'x-amazon-apigateway-binary-media-types': ['*/*'],
    'x-amazon-apigateway-gateway-responses': gatewayResponses(contract),
  };
}

const securitySchemes = {
  partner: {
    type: 'apiKey',
    name: 'Authorization',
    in: 'header',
    'x-amazon-apigateway-authtype': 'custom',
    'x-amazon-apigateway-authorizer': {
      type: 'token',
      authorizerUri: '{{function:authorizer}}',
      identityValidationExpression: BEARER,
      authorizerResultTtlInSeconds: 300,
    },
  },
  // The key comes from the authorizer; requiring one is what applies the usage plan.
  key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
};

/** A page is for anybody who can open it: no token, and no key. */
function pathsOf({ path, function: room }: Page): Record<string, { get: object }> {
  const page = { responses, security: [], 'x-amazon-apigateway-integration': integrationOf(room) };
  return {
    [path]: { get: page },
    [`${path}/{file}`]: { get: { parameters: [textInPath('file')], ...page } },
  };
}

function methodOf({ operation, parameters }: Route): object {
  const path = parameters.filter((parameter) => parameter.in === 'path');
  return {
    operationId: operation.operationId,
    ...(path.length > 0 && {
      parameters: path.map(({ name }) => textInPath(name)),
    }),
    security: [{ partner: [], key: [] }],
    responses,
    'x-amazon-apigateway-integration': integrationOf(operation['x-function']),
  };
}

const responses = { '200': { description: 'As the function answers.' } };

function textInPath(name: string): object {
  return { name, in: 'path', required: true, schema: { type: 'string' } };
}

function integrationOf(room: string): object {
  return {
    type: 'aws_proxy',
    httpMethod: 'POST',
    uri: `{{function:${room}}}`,
    passthroughBehavior: 'when_no_match',
    timeoutInMillis: 29_000,
  };
}
