import { type Operation, operations } from '../../openapi/generated/operations.ts';
import { type Middleware, openCall } from './call.ts';

/**
 * Finds the operation of a request and opens its call. The contract's operation table is the router: the
 * gateway routed by the same, so an event that fits no operation is a fault of the deployment.
 */
export function route(room: string): Middleware {
  const routes = new Map<string, Operation>();
  for (const operation of Object.values<Operation>(operations)) {
    if (operation.room === room) routes.set(`${operation.method} ${operation.path}`, operation);
  }
  return {
    before({ event, context }) {
      const operation = routes.get(`${event.httpMethod} ${event.resource}`);
      if (!operation) throw new Error(`${room} has no operation for its event`);
      context.call = openCall(event, context, operation);
    },
  };
}
