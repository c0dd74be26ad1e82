import { addYears, dayIn } from '../platform/calendar.ts';
import type { Instant } from '../platform/clock.ts';
import type { Refusal } from '../platform/problem.ts';
import type { Product } from '../quotes/catalogue.ts';
import type { Claim, Party } from './claim.ts';

/**
 * Why somebody else than the policyholder cannot be erased at an instant, or undefined: nobody while the claim is open, and
 * who was paid not before the years are over that the product keeps its records for, so that no payment loses its trace.
 */
export function refuseErasure(
  { status, closure }: Pick<Claim, 'status' | 'closure'>,
  { role }: Pick<Party, 'role'>,
  { timeZone, retention }: Pick<Product, 'timeZone' | 'retention'>,
  now: Instant,
): Refusal | undefined {
  if (status !== 'closed' || !closure) {
    return { refusal: 'claim-open', detail: 'Nobody is erased while the claim is open.' };
  }
  const until = addYears(dayIn(timeZone, closure.at), retention.years);
  if (role !== 'payee' || until <= dayIn(timeZone, now)) return undefined;
  return { refusal: 'erasure-blocked', detail: `Who was paid is kept on record until ${until}.` };
}
