import type { PiiClass, ResponseMasks } from '../../openapi/generated/masks/masks.ts';
import type { Operation } from '../../openapi/generated/operations.ts';
import type { Basis, Middleware } from './call.ts';

/** Masks every classed property of an answer that is not lifted, before the answer becomes text. */
export function mask(masks: Record<string, ResponseMasks>): Middleware {
  return {
    after({ context: { call } }) {
      const { operation, answer } = call;
      const masked = masks[operation.operationId]?.[operation.success];
      masked?.(answer?.body, liftedOn(operation, answer?.basis));
    },
  };
}

/** The classes that an operation shows in clear on a basis: none where there is no basis. */
export function liftedOn({ consent }: Operation, basis: Basis | undefined): ReadonlySet<PiiClass> {
  return new Set(basis && consent?.basis?.[basis]);
}
