import type { ResponseMasks } from '../../openapi/generated/masks/masks.ts';
import type { Middleware } from './call.ts';
import { clearanceOf } from './clearance.ts';
import { release } from './release.ts';

/**
 * Masks every classed property of an answer that is not lifted, before the answer becomes text. What is left in clear
 * is put on record first: no receipt, no answer.
 */
export function mask(masks: Record<string, ResponseMasks>): Middleware {
  return {
    async after({ context: { call } }) {
      const { operation, answer } = call;
      if (!answer) return;
      const clearance = clearanceOf(call, answer);
      masks[operation.operationId]?.[operation.success]?.(answer.body, clearance);
      await release(call, answer, answer.document?.released ?? clearance.released);
    },
  };
}
