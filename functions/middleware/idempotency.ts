import { type FirstAnswer, recallFirstAnswer } from '../platform/idempotency.ts';
import { Problem } from '../platform/problem.ts';
import type { AnyAnswer, Call } from './call.ts';
import { idempotencyMark } from './idempotency-mark.ts';
import type { Reference } from './implementation.ts';
import { refusalBefore } from './one-shot.ts';

/** Thrown by a room when `commit` found that another request with the same key was first. */
export class DuplicateRequest extends Error {
  override readonly name = 'DuplicateRequest';
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
    if (first.status !== call.operation.success) throw await refusalBefore(first);
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
    if (!winner || (error instanceof Problem && winner.status === error.status)) throw error;
    return again(winner);
  }
}
