import middy, { type MiddyfiedHandler } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { ResponseMasks } from '../../openapi/generated/masks/masks.ts';
import type { Operation } from '../../openapi/generated/operations.ts';
import type { OperationValidators } from '../../openapi/generated/validators/validators.ts';
import type { AnyAnswer, Call, CallContext } from './call.ts';
import { consent } from './consent.ts';
import { once } from './idempotency.ts';
import type { Reference, Room } from './implementation.ts';
import { journal } from './journal.ts';
import { mask } from './mask.ts';
import { consumeByRefusal } from './one-shot.ts';
import { principal } from './principal.ts';
import { problem } from './problem.ts';
import { render } from './render.ts';
import { route } from './route.ts';
import { validate } from './validate.ts';

/** What the contract's generator makes for a room. */
export interface Generated<Name extends string> {
  operations: Readonly<Record<string, Operation & { room: Name }>>;
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
  room: Room<NoInfer<Name>>,
  { operations, validators, masks }: Generated<Name>,
): MiddyfiedHandler<APIGatewayProxyEvent, APIGatewayProxyResult, Error, CallContext> {
  const implementations = room as unknown as Record<string, Untyped>;
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult, Error, CallContext>({
    timeoutEarlyInMillis: TIMEOUT_MARGIN_MS,
  })
    .use(route(operations))
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
  if (!replay) return permitted(handle, call);
  return once(
    call,
    () => permitted(handle, call),
    (reference) => replay(reference, call),
  );
}

/** Does what is asked, if the consent that was named allows it. A retry has been answered before it comes to that. */
async function permitted(handle: Untyped['handle'], call: Call): Promise<AnyAnswer> {
  if (call.consent?.refusal) throw call.consent.refusal;
  try {
    return await handle(call);
  } catch (error) {
    await consumeByRefusal(call, error);
    throw error;
  }
}
