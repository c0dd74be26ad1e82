import type { Operation } from '../../openapi/generated/operations.ts';
import { type Middleware, openCall } from './call.ts';

/**
 * Finds the operation of a request and opens its call. The table of the room's operations is the router: the
 * gateway routed by the same, so an event that fits no operation is a fault of the deployment.
 */
export function route(operations: Readonly<Record<string, Operation>>): Middleware {
  const routes = new Map(
    Object.values(operations).map((operation) => [`${operation.method} ${operation.path}`, operation]),
  );
  return {
    before({ event, context }) {
      const operation = routes.get(`${event.httpMethod} ${event.resource}`);
      if (!operation) throw new Error('the room has no operation for its event');
      context.call = openCall(event, context, operation);
    },
  };
}
