import type { Consent } from '../consents/consent.ts';
import { findConsent, liveCondition } from '../consents/store.ts';
import { type Commitment, commit } from '../platform/commit.ts';
import { consentNotLive } from './consent.ts';
import { DuplicateRequest } from './idempotency.ts';
import { idempotencyMark } from './idempotency-mark.ts';
import { type Caller, consumedBy, consumption } from './one-shot.ts';

/**
 * Commits what a call changes, with what makes it safe: its idempotency record, and the consent that it relies on as
 * a condition, so that a revocation wins the race; a one-shot consent is used up along with it. Gives
 * `version-conflict` where what was decided on has changed; ends the request where the consent has.
 */
export async function commitFor(
  call: Caller,
  changes: Commitment['changes'],
): Promise<'committed' | 'version-conflict'> {
  const consumed = consumedBy(call);
  const relied = consumed ? undefined : call.consent?.consent;
  const outcome = await commit(
    {
      changes: consumed ? [...changes, consumption(call, consumed, 'done')] : changes,
      idempotency: idempotencyMark(call),
      conditions: relied ? [liveCondition(relied)] : [],
    },
    call.deadline,
  );
  if (outcome === 'duplicate-request') throw new DuplicateRequest();
  if (outcome === 'condition-failed') throw consentNotLive();
  if (outcome !== 'committed' && consumed && (await hasMoved(consumed))) throw consentNotLive();
  return outcome;
}

/** Whether a consent that was to be used up has been ended, suspended or used by another meanwhile. */
async function hasMoved({ consentId, version }: Consent): Promise<boolean> {
  return (await findConsent(consentId))?.version !== version;
}
