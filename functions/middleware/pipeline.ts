import middy, { type MiddyfiedHandler } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { ResponseMasks } from '../../openapi/generated/masks/masks.ts';
import type { OperationValidators } from '../../openapi/generated/validators/validators.ts';
import type { AnyAnswer, Call, CallContext } from './call.ts';
import { consent } from './consent.ts';
import { once } from './idempotency.ts';
import type { Reference, Room } from './implementation.ts';
import { journal } from './journal.ts';
import { mask } from './mask.ts';
import { principal } from './principal.ts';
import { problem } from './problem.ts';
import { render } from './render.ts';
import { route } from './route.ts';
import { validate } from './validate.ts';

/** What the contract's generator makes for a room. */
export interface Generated {
  validators: Record<string, OperationValidators>;
  masks: Record<string, ResponseMasks>;
}

/** An implementation seen by the pipeline; `Room` has held its types against the contract. */
interface Untyped {
  handle(call: Call): Promise<AnyAnswer>;
  replay?(reference: Reference, call: Call): Promise<AnyAnswer>;
}

/** What Middy has for a response until `render` writes it. */
const NOT_RENDERED: APIGatewayProxyResult = { statusCode: 500, body: '' };

/** Left to write a problem document when a request runs into the function's time limit. */
const TIMEOUT_MARGIN_MS = 250;

/**
 * The Lambda handler of a room, and the way of every request: inwards the middleware runs from top to bottom,
 * outwards and on errors from bottom to top.
 */
export function serve<Name extends string>(
  name: Name,
  room: Room<Name>,
  { validators, masks }: Generated,
): MiddyfiedHandler<APIGatewayProxyEvent, APIGatewayProxyResult, Error, CallContext> {
  const implementations = room as unknown as Record<string, Untyped>;
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult, Error, CallContext>({
    timeoutEarlyInMillis: TIMEOUT_MARGIN_MS,
  })
    .use(route(name))
    .use(journal())
    .use(problem())
    .use(principal())
    .use(validate(validators))
    .use(consent())
    .use(render())
    .use(mask(masks))
    .handler(async (_event, { call }: CallContext) => {
      const implementation = implementations[call.operation.operationId];
      if (!implementation) throw new Error(`${call.operation.operationId} has no implementation`);
      call.answer = await answer(implementation, call);
      return NOT_RENDERED;
    });
}

function answer({ handle, replay }: Untyped, call: Call): Promise<AnyAnswer> {
  if (!replay) return handle(call);
  return once(
    call,
    () => handle(call),
    (reference) => replay(reference, call),
  );
}
