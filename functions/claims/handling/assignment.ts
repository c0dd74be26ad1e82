import type { Claim } from '../claim.ts';
import { type Act, named, type Outcome } from './act.ts';
import { refuseClosed } from './refusals.ts';

/** Moves a claim to another of the queues that the rules of triage name. */
export function assign(claim: Claim, queue: string, queues: readonly string[], { by }: Act): Outcome {
  const refusal = refuseClosed(claim);
  if (refusal) return refusal;
  if (!queues.includes(queue)) {
    return { refusal: 'unknown-queue', detail: 'There is no such queue.', pointer: '/queue' };
  }
  return [{ type: 'claim.assigned', data: { ...named(claim), queue, by } }];
}
