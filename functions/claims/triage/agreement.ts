import { dayIn, type PlainDate } from '../../platform/calendar.ts';
import type { Instant } from '../../platform/clock.ts';
import { type Act, liveOf, type Transaction } from '../../policies/stack/transaction.ts';

/** Something that was agreed on a policy. */
export interface Agreement {
  kind: Exclude<Act['kind'], 'cancellation'>;
  agreedAt: Instant;
  /** The day from which it counts, or the one on which it was agreed, whichever is later. */
  since: PlainDate;
}

/** All that gave a policy the cover of a day, whenever it was agreed. */
export function agreementsBehind(
  stack: readonly Transaction[],
  day: PlainDate,
  timeZone: string,
): readonly Agreement[] {
  return liveOf(stack).flatMap((act) => {
    const { kind, effectiveDate } = act;
    if (kind === 'cancellation' || effectiveDate > day) return [];
    const agreedAt = originalOf(act, stack).issuedAt;
    const agreedOn = dayIn(timeZone, agreedAt);
    return [{ kind, agreedAt, since: agreedOn > effectiveDate ? agreedOn : effectiveDate }];
  });
}

/** The act that was agreed on, where this one only applies it anew. */
function originalOf(act: Act, stack: readonly Transaction[]): Act {
  const original = stack.find(({ transactionId }) => transactionId === act.reappliesTransactionId);
  return original && original.kind !== 'reversal' ? originalOf(original, stack) : act;
}
