import type { PiiClass, ResponseMasks } from '../../openapi/generated/masks/masks.ts';
import type { Middleware } from './call.ts';

/** Without a consent or a stated basis no class is lifted. */
const NOTHING_LIFTED: ReadonlySet<PiiClass> = new Set();

/** Masks every classed property of an answer that is not lifted, before the answer becomes text. */
export function mask(masks: Record<string, ResponseMasks>): Middleware {
  return {
    after({ context: { call } }) {
      masks[call.operation.operationId]?.[call.operation.success]?.(call.answer?.body, NOTHING_LIFTED);
    },
  };
}
