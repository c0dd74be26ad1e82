import { canonicalJson } from '../platform/canonical.ts';
import { hmac, sha256 } from '../platform/hash.ts';
import type { IdempotencyMark } from '../platform/idempotency.ts';
import type { Call } from './call.ts';
import type { Principal } from './principal.ts';

/** What a commit must remember of a call; undefined when the call named no key. */
export function idempotencyMark({
  idempotencyKey,
  operation,
  principal,
  path,
  body,
}: Pick<Call, 'idempotencyKey' | 'operation' | 'principal' | 'path' | 'body'>): IdempotencyMark | undefined {
  if (idempotencyKey === undefined) return undefined;
  return {
    // All customers share a client. A caller may have put anything into its key: only a hash of it is kept.
    requestKey: `${callerOf(principal)}#${operation.operationId}#${sha256(idempotencyKey)}`,
    // A body has few unknowns, such as a birth date, and a plain hash of it could be tried until they are found. So
    // its hash is keyed with what is not kept.
    requestHash: hmac(idempotencyKey, canonicalJson([path, body])),
    status: operation.success,
  };
}

function callerOf({ clientId, customerId }: Principal): string {
  return customerId === undefined ? clientId : `${clientId}#${customerId}`;
}
