import { type Consent, consume } from '../consents/consent.ts';
import { changeOfConsent, findConsent, readContent } from '../consents/store.ts';
import { canonicalJson } from '../platform/canonical.ts';
import { now } from '../platform/clock.ts';
import { type Change, commit } from '../platform/commit.ts';
import type { FirstAnswer } from '../platform/idempotency.ts';
import { accepted, Problem, type ProblemCode } from '../platform/problem.ts';
import { type Call, originOf } from './call.ts';
import { idempotencyMark } from './idempotency-mark.ts';

/** What a call says of itself when it commits. */
export type Caller = Omit<Call, 'query'>;

/** The consent that a call uses up when it is answered or refused; undefined where it uses up none. */
export function consumedBy({ operation, consent }: Pick<Call, 'operation' | 'consent'>): Consent | undefined {
  return operation.consent?.consumes && consent?.consent.oneShot ? consent.consent : undefined;
}

/** The change that uses up a one-shot consent. */
export function consumption(call: Caller, consent: Consent, reason: string): Change {
  const occurredAt = now();
  const event = accepted(consume(consent, { reason }, occurredAt));
  return changeOfConsent(consent, event, { occurredAt, origin: originOf(call, consent.partnerId) }).change;
}

/**
 * Uses up a one-shot consent where a call was refused for a reason of the business (422), and remembers the refusal
 * for retries. Nothing else that goes wrong uses it up.
 */
export async function consumeByRefusal(call: Caller, problem: unknown): Promise<void> {
  const consent = consumedBy(call);
  if (!consent || !(problem instanceof Problem) || problem.status !== 422) return;
  // Another thing than the customer consented to was asked: what was consented to is still to come.
  if (problem.code === 'consent-mismatch') return;
  const mark = idempotencyMark(call);
  // Should somebody have ended the consent meanwhile, there is nothing left to use up.
  await commit(
    {
      changes: [consumption(call, consent, problem.code)],
      idempotency: mark && { ...mark, status: problem.status },
    },
    call.deadline,
  );
}

/** The refusal that used up a consent, for a retry of the call that was refused. */
export async function refusalBefore({ reference }: FirstAnswer): Promise<Problem> {
  const consent = await findConsent(reference);
  if (!consent?.end) throw new Error(`consent ${reference} was used up by nothing`);
  return new Problem(consent.end.reason as ProblemCode, 'This was refused, and used up the consent.');
}

/** Refuses a call under a one-shot consent that says something else than the customer consented to. */
export async function holdToConsent({ consent }: Pick<Call, 'consent'>, said: object): Promise<void> {
  if (!consent) return;
  const content = await readContent(consent.consent);
  if (!content || canonicalJson(content) !== canonicalJson(said)) throw mismatch();
}

/** The answer to who does another thing than was consented to. */
export function mismatch(): Problem {
  return new Problem('consent-mismatch', 'This is not what the customer consented to.');
}
