import { canonicalJson } from '../platform/canonical.ts';
import { hmac, sha256 } from '../platform/hash.ts';
import { type FirstAnswer, type IdempotencyMark, recallFirstAnswer } from '../platform/idempotency.ts';
import { Problem } from '../platform/problem.ts';
import type { AnyAnswer, Call } from './call.ts';
import type { Reference } from './implementation.ts';

/** Thrown by a room when `commit` found that another request with the same key was first. */
export class DuplicateRequest extends Error {
  override readonly name = 'DuplicateRequest';
}

/** What a commit must remember of a call; undefined when the call named no key. */
export function idempotencyMark({
  idempotencyKey,
  operation,
  principal,
  path,
  body,
}: Call): IdempotencyMark | undefined {
  if (idempotencyKey === undefined) return undefined;
  return {
    // A caller may have put anything into its key: only a hash of it is kept.
    requestKey: `${principal.clientId}#${operation.operationId}#${sha256(idempotencyKey)}`,
    // A body has few unknowns, such as a birth date, and a plain hash of it could be tried until they are found. So
    // its hash is keyed with what is not kept.
    requestHash: hmac(idempotencyKey, canonicalJson([path, body])),
    status: operation.success,
  };
}

/** Answers a call once however often it is sent: the first answer is rendered again for every retry. */
export async function once(
  call: Call,
  handle: () => Promise<AnyAnswer>,
  replay: (reference: Reference) => Promise<AnyAnswer>,
): Promise<AnyAnswer> {
  const mark = idempotencyMark(call);
  if (!mark) return handle();
  const again = async (first: FirstAnswer): Promise<AnyAnswer> => {
    if (first.requestHash !== mark.requestHash) {
      throw new Problem('idempotency-key-reused', 'This Idempotency-Key came with another request before.');
    }
    const answer = await replay({ id: first.reference, version: first.version });
    return { ...answer, replayed: true };
  };

  const first = await recallFirstAnswer(mark.requestKey);
  if (first) return again(first);
  try {
    return await handle();
  } catch (error) {
    // What refused this one may be what another with the same key did since.
    const mayHaveLost = error instanceof DuplicateRequest || error instanceof Problem;
    const winner = mayHaveLost ? await recallFirstAnswer(mark.requestKey) : undefined;
    if (!winner) throw error;
    return again(winner);
  }
}
