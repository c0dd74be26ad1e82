import { type Call, originOf } from '../middleware/call.ts';
import { commitFor } from '../middleware/commit.ts';
import { type Instant, now } from '../platform/clock.ts';
import type { Write } from '../platform/commit.ts';
import { Problem } from '../platform/problem.ts';
import { notBefore } from '../policies/moment.ts';
import type { Claim } from './claim.ts';
import type { ClaimEvent } from './claim-event.ts';
import { feedbackOn } from './feedback.ts';
import { changeOfClaim } from './store.ts';

/** What is to happen to a claim, and what the vault keeps of it. */
export interface Move {
  events: readonly ClaimEvent[];
  records?: readonly Write[];
}

/**
 * Does to a claim what is decided on it as it stands, with what follows for its policy, all of it or nothing. Where either
 * has changed meanwhile it is read and decided again, unless the call names the version that it is about.
 */
export async function moveClaim(
  call: Omit<Call, 'query'>,
  open: () => Promise<Claim>,
  decide: (claim: Claim, at: Instant) => Move | Promise<Move>,
): Promise<Claim> {
  do {
    const before = await open();
    if (call.ifMatch !== undefined && before.version !== call.ifMatch) throw superseded();
    const occurredAt = notBefore(before, now());
    const { events, records = [] } = await decide(before, occurredAt);
    const about = { occurredAt, origin: originOf(call, before.partnerId), records };
    const { claim, change } = changeOfClaim(before, events, about);
    const feedback = await feedbackOn(call, before, claim);
    if ((await commitFor(call, [change, ...feedback])) === 'committed') return claim;
  } while (Date.now() < call.deadline);
  throw new Problem('service-unavailable', 'Nothing was done: the claim was being changed.');
}

function superseded(): Problem {
  return new Problem('precondition-failed', 'The claim is of another version by now.');
}
