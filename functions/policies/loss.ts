import { addDays, type PlainDate } from '../platform/calendar.ts';
import type { Refusal } from '../platform/problem.ts';
import type { Act, Counted } from './stack/transaction.ts';

/** A loss that was notified on a policy: as much of a claim as its policy has to know. */
export interface Loss {
  claimId: string;
  /** In the product's time zone. */
  occurredOn: PlainDate;
  /** Whether the driver answers for it, and something was paid for it that was not all recovered. */
  atFault: boolean;
  /** The first day of the term whose bonus-malus level counts it as at fault. */
  countedOn?: PlainDate;
}

/** A loss as its claim tells of it. */
export type NotifiedLoss = Omit<Loss, 'countedOn'>;

/** A policy's item holds so many losses: what reads it reads them all. */
const MOST = 100;

/** Refuses one more loss on a policy that has as many as it can know of. */
export function refuseMoreLosses(losses: readonly Loss[] = []): Refusal | undefined {
  if (losses.length < MOST) return undefined;
  return { refusal: 'too-many-entries', detail: `A policy takes ${MOST} claims.` };
}

/** What was known of losses, with one that is new, or of which something else is known now. */
export function withLoss(losses: readonly Loss[] = [], notified: NotifiedLoss): readonly Loss[] {
  const isKnown = losses.some(({ claimId }) => claimId === notified.claimId);
  if (!isKnown) return [...losses, notified];
  return losses.map((loss) => (loss.claimId === notified.claimId ? notified : loss));
}

/** Whether the next level becomes another once this is known of a loss. */
export function movesFault(losses: readonly Loss[] = [], { claimId, atFault }: NotifiedLoss): boolean {
  return atFault !== (losses.find((loss) => loss.claimId === claimId)?.atFault ?? false);
}

/** Losses with the terms that count them: by the renewals that count themselves, in order. */
export function countedIn(losses: readonly Loss[], live: readonly Act[]): readonly Loss[] {
  const since = new Map<string, PlainDate>();
  for (const act of live) {
    if (act.kind !== 'renewal') continue;
    for (const claimId of act.claimsAtFault ?? []) since.set(claimId, act.effectiveDate);
    for (const claimId of act.claimsCleared ?? []) since.delete(claimId);
  }
  return losses.map(({ countedOn: _before, ...loss }) => {
    const countedOn = since.get(loss.claimId);
    return countedOn === undefined ? loss : { ...loss, countedOn };
  });
}

/**
 * What the next renewal has to count: losses at fault that no term counts yet, and those that one counts which are at
 * fault no more, since all that was paid was recovered.
 */
export function uncounted(losses: readonly Loss[] = []): Counted {
  const atFault = losses.filter((loss) => loss.atFault && loss.countedOn === undefined);
  const cleared = losses.filter((loss) => !loss.atFault && loss.countedOn !== undefined);
  return {
    ...(atFault.length > 0 && { claimsAtFault: atFault.map(({ claimId }) => claimId) }),
    ...(cleared.length > 0 && { claimsCleared: cleared.map(({ claimId }) => claimId) }),
  };
}

/** Refuses what would take effect on or before the day of a loss: what was covered then stays as it was. */
export function refuseBehindLoss(losses: readonly Loss[] = [], date: PlainDate): Refusal | undefined {
  const last = losses
    .map(({ occurredOn }) => occurredOn)
    .toSorted()
    .at(-1);
  if (last === undefined || last < date) return undefined;
  const detail = `A claim was notified: the earliest day is ${addDays(last, 1)}.`;
  return { refusal: 'claim-notified', detail, pointer: '/effectiveDate' };
}
