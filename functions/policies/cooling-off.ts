import { addDays, dayIn, type PlainDate } from '../platform/calendar.ts';
import type { Instant } from '../platform/clock.ts';
import type { Product } from '../quotes/catalogue.ts';

/**
 * The last day of the cooling-off period, which runs from the later of conclusion and receipt of the terms (FCA ICOBS 7).
 */
export function coolingOffEnd(
  { createdAt, termsReceivedAt }: { createdAt: Instant; termsReceivedAt: PlainDate },
  { timeZone, coolingOffDays }: Pick<Product, 'timeZone' | 'coolingOffDays'>,
): PlainDate {
  const concluded = dayIn(timeZone, createdAt);
  return addDays(concluded > termsReceivedAt ? concluded : termsReceivedAt, coolingOffDays);
}
