import { canonicalJson } from '../platform/canonical.ts';
import { hmac, sha256 } from '../platform/hash.ts';
import type { IdempotencyMark } from '../platform/idempotency.ts';
import type { Call } from './call.ts';
import type { Principal } from './principal.ts';

/** What of a call its mark is made from. */
type Marked = Pick<Call, 'idempotencyKey' | 'operation' | 'principal' | 'path' | 'body'>;

/** The marks of calls: one is asked for before the call is answered and again at its commit. */
const marks = new WeakMap<Marked, IdempotencyMark>();

/** What a commit must remember of a call; undefined when the call named no key. */
export function idempotencyMark(call: Marked): IdempotencyMark | undefined {
  if (call.idempotencyKey === undefined) return undefined;
  const mark = marks.get(call) ?? markOf(call, call.idempotencyKey);
  marks.set(call, mark);
  return mark;
}

function markOf({ operation, principal, path, body }: Marked, idempotencyKey: string): IdempotencyMark {
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
