import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { AnyAnswer, Call } from '../../functions/middleware/call.ts';
import type { Room } from '../../functions/middleware/implementation.ts';
import { type Contract, type Route, roomsOf } from '../../openapi/generate/contract.ts';
import {
  type Operation,
  type OperationId,
  operations,
  permissions,
} from '../../openapi/generated/operations.ts';
import { masks, validators } from '../contract/contract.ts';
import { gatewayEvent, lambdaContext } from './calls.ts';
import { PARTNER } from './consent-situations.ts';

/** What is asked of an operation, and what its room answers. */
export interface Asked {
  headers: object | Promise<object>;
  answer: AnyAnswer;
}

/** What came out at the other end. */
export interface Out {
  status: number;
  text: string;
  body: unknown;
}

/** The pipeline of every operation, whose rooms answer what they are told to. */
export interface Pipeline {
  ask(route: Route, asked: Asked): Promise<Out>;
}

type Handler = (event: APIGatewayProxyEvent, context: object) => Promise<APIGatewayProxyResult>;

/** The pipeline as it is deployed, with every operation of a contract in it. Set up the environment before. */
export async function pipelineOf(contract: Contract): Promise<Pipeline> {
  const { serve } = await import('../../functions/middleware/pipeline.ts');
  const answers = new Map<string, AnyAnswer>();
  const implementation = {
    handle: async ({ requestId }: Call) => answers.get(requestId),
    replay: () => Promise.reject(new Error('nothing was asked before')),
  };
  const room = Object.fromEntries(
    Object.keys(operations).map((operationId) => [operationId, implementation]),
  );
  const handlers = new Map(
    roomsOf(contract).map((name) => {
      const handler = serve(room as unknown as Room<string>, { operations, validators, masks });
      return [name, handler as unknown as Handler];
    }),
  );
  return {
    async ask(route, { headers, answer }) {
      const { operationId, room: name } = operations[route.operation.operationId as OperationId];
      const event = eventFor(route, await headers);
      answers.set(event.requestContext.requestId, answer);
      const handler = handlers.get(name);
      if (!handler) throw new Error(`${operationId} has no room`);
      const { statusCode, body } = await handler(event, lambdaContext());
      return { status: statusCode, text: body, body: JSON.parse(body) };
    },
  };
}

/** A request that fits the contract, made of its examples. */
function eventFor({ operation, parameters }: Route, headers: object): APIGatewayProxyEvent {
  const { operationId, scopes }: Operation = operations[operation.operationId as OperationId];
  const examples = (place: string) =>
    parameters
      .filter((parameter) => parameter.in === place && parameter.name !== 'x-consent-id')
      .map(({ name, example }) => [name, String(example)]);
  const [sent] = Object.values(operation.requestBody?.content['application/json']?.examples ?? {});
  const { requestContext } = gatewayEvent(operationId as OperationId);
  const authorizer = {
    ...requestContext.authorizer,
    partnerId: PARTNER,
    scopes: scopes.join(' '),
    permissions: permissions.join(' '),
  };
  return gatewayEvent(operationId as OperationId, {
    headers: {
      'content-type': 'application/json',
      ...Object.fromEntries(examples('header')),
      'Idempotency-Key': crypto.randomUUID(),
      ...headers,
    },
    pathParameters: Object.fromEntries(examples('path')),
    body: sent ? JSON.stringify(sent.value) : null,
    requestContext: {
      ...requestContext,
      authorizer,
      requestId: crypto.randomUUID(),
    } as APIGatewayProxyEvent['requestContext'],
  });
}
