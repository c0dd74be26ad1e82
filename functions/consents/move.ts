import { type Call, originOf } from '../middleware/call.ts';
import { commitFor } from '../middleware/commit.ts';
import { type Instant, now } from '../platform/clock.ts';
import type { Change, Write } from '../platform/commit.ts';
import { accepted, Problem, type Refusal } from '../platform/problem.ts';
import type { Consent, ConsentEvent } from './consent.ts';
import { changeOfConsent } from './store.ts';

type MoveCall = Omit<Call, 'query'>;

/** What happens to a consent, as it was decided from how it stood. */
export interface Step {
  /** As it stood; undefined for a new one. */
  before?: Consent | undefined;
  decision: ConsentEvent | Refusal;
  records?: readonly Write[];
}

/**
 * Does what is decided, all of it or nothing; the first step is the one that is answered with. Where somebody else
 * has moved a consent meanwhile it is decided again from how it stands then: that alone makes no revocation fail.
 */
export async function move(
  call: MoveCall,
  decide: (at: Instant) => Promise<readonly [Step, ...Step[]]>,
): Promise<Consent> {
  do {
    const at = now();
    const steps = await decide(at);
    const [first, ...others] = steps.map((step) => changeOf(call, step, at));
    if (!first) throw new Error('nothing was decided');
    const changes: [Change, ...Change[]] = [first.change, ...others.map(({ change }) => change)];
    if ((await commitFor(call, changes)) === 'committed') return first.consent;
  } while (Date.now() < call.deadline);
  throw new Problem('service-unavailable', 'Nothing was done: the consent was being changed.');
}

function changeOf(call: MoveCall, { before, decision, records = [] }: Step, occurredAt: Instant) {
  const event = accepted(decision);
  const origin = originOf(call, event.data.partnerId);
  return changeOfConsent(before, event, { occurredAt, origin, records });
}
