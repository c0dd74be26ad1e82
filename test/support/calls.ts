import type { Request } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { type CallContext, openCall } from '../../functions/middleware/call.ts';
import { type Operation, type OperationId, operations } from '../../openapi/generated/operations.ts';

/** A request in the middle of the pipeline, as its middleware gets it. */
export type PipelineRequest = Request<APIGatewayProxyEvent, APIGatewayProxyResult, Error, CallContext>;

/** What the gateway says of a request to an operation; the authorizer has let an ordinary partner in. */
export function gatewayEvent(
  operationId: OperationId,
  instead: Partial<APIGatewayProxyEvent> = {},
): APIGatewayProxyEvent {
  const { method, path }: Operation = operations[operationId];
  const authorizer = {
    clientId: 'broker',
    partnerId: 'house-of-brokers',
    kind: 'partner',
    scopes: 'quotes:read quotes:write',
    permissions: 'POLICY_READ',
    exp: String(Math.floor(Date.now() / 1000) + 60),
  };
  return {
    httpMethod: method,
    resource: path,
    path,
    headers: {},
    multiValueHeaders: {},
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    body: null,
    isBase64Encoded: false,
    requestContext: {
      requestId: 'request-1',
      authorizer,
    } as unknown as APIGatewayProxyEvent['requestContext'],
    ...instead,
  };
}

/** Lambda's context with three seconds left. */
export function lambdaContext(): Context {
  return { awsRequestId: 'invocation-1', getRemainingTimeInMillis: () => 3_000 } as Context;
}

/** A request to an operation whose call has been opened, and nothing else done. */
export function requestTo(
  operationId: OperationId,
  instead: Partial<APIGatewayProxyEvent> = {},
): PipelineRequest {
  const event = gatewayEvent(operationId, instead);
  const context = lambdaContext();
  const call = openCall(event, context, operations[operationId]);
  return {
    event,
    context: { ...context, call },
    response: null,
    error: null,
    internal: {},
  } as PipelineRequest;
}
