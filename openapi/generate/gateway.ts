import { type Contract, type Route, routesOf } from './contract.ts';
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

function methodOf({ operation, parameters }: Route): object {
  const path = parameters.filter((parameter) => parameter.in === 'path');
  return {
    operationId: operation.operationId,
    ...(path.length > 0 && {
      parameters: path.map(({ name }) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    }),
    security: [{ partner: [], key: [] }],
    responses: { '200': { description: 'As the function answers.' } },
    'x-amazon-apigateway-integration': {
      type: 'aws_proxy',
      httpMethod: 'POST',
      uri: `{{function:${operation['x-function']}}}`,
      passthroughBehavior: 'when_no_match',
      timeoutInMillis: 29_000,
    },
  };
}
