import type { Reply } from '../../support/client.ts';
import { type Asked, type Diary, isDone } from './diary.ts';

/** What tells one answer from another, whoever may see how much of it by then. */
const TELLING = [
  'claimId',
  'consentId',
  'changeId',
  'deviceId',
  'policyId',
  'quoteId',
  'paymentId',
  'transactionId',
  'version',
];

/** Devices send again what was not acknowledged to them. */
export async function sendAgain({ posted }: Diary): Promise<void> {
  await Promise.all(posted.filter(({ taken }) => !taken).map(({ again }) => again()));
}

/**
 * Asks again for all that was asked for under a key. What was answered must be answered by the same; what nobody answered is
 * done now, once.
 */
export async function askAgain(diary: Diary): Promise<void> {
  const keyed = diary.asked.filter(({ headers }) => headers['idempotency-key'] !== undefined);
  await Promise.all(
    keyed.filter((asked) => isDone(asked) || !asked.answer).map((asked) => ask(asked, diary)),
  );
}

async function ask(asked: Asked, diary: Diary): Promise<void> {
  const answer = await asked.again();
  const { operationId, interactionId, answer: first } = asked;
  asked.answer ??= answer;
  if (first && tellingOf(first) !== tellingOf(answer))
    diary.seen.push(
      `${operationId} ${interactionId} was answered ${tellingOf(first)}, then ${tellingOf(answer)}`,
    );
}

function tellingOf({ status, body }: Reply): string {
  return [status, ...TELLING.map((name) => body?.[name] ?? '')].join(' ').trim();
}
