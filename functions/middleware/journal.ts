import { randomUUID } from 'node:crypto';
import { log } from '../platform/log.ts';
import { Problem } from '../platform/problem.ts';
import type { Middleware } from './call.ts';
import { header } from './header.ts';

const INTERACTION_ID = 'x-fapi-interaction-id';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Gives every request its interaction id (the caller's, or a new one), sends it back, and writes the one line
 * that each request leaves in the log: ids and outcome, nothing of what was sent.
 */
export function journal(): Middleware {
  const startedAt = new WeakMap<object, number>();
  const conclude: Middleware['after'] = ({ response, error, event, context: { call } }) => {
    if (!response) return;
    response.headers = { ...response.headers, [INTERACTION_ID]: call.interactionId };
    log.info('request', {
      requestId: call.requestId,
      interactionId: call.interactionId,
      operationId: call.operation.operationId,
      partnerId: call.principal.partnerId,
      status: response.statusCode,
      durationMs: Math.round(performance.now() - (startedAt.get(event) ?? 0)),
      ...(call.answer?.replayed && { replayed: true }),
      ...(error instanceof Problem && { problem: error.code }),
    });
  };
  return {
    before({ event, context: { call } }) {
      startedAt.set(event, performance.now());
      const sent = header(event, INTERACTION_ID);
      call.interactionId = sent !== undefined && UUID.test(sent) ? sent.toLowerCase() : randomUUID();
    },
    after: conclude,
    onError: conclude,
  };
}
