import { Problem } from '../platform/problem.ts';
import type { Middleware } from './call.ts';
import { header } from './header.ts';

/**
 * Denies every use of a consent: no operation makes one yet, so none that is named can exist, and an operation
 * that requires one cannot be served.
 */
export function consent(): Middleware {
  return {
    before({ event, context: { call } }) {
      const named = header(event, 'x-consent-id') !== undefined;
      const required = call.operation.consent?.mode === 'required';
      if (named || required) throw new Problem('not-found', 'There is no such consent.');
    },
  };
}
