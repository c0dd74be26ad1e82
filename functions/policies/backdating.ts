import { addDays, type PlainDate } from '../platform/calendar.ts';
import type { Refusal } from '../platform/problem.ts';
import type { Product } from '../quotes/catalogue.ts';

/** Refuses a day that lies further back than the product allows for what changes a policy. */
export function refuseBackdating(
  date: PlainDate,
  today: PlainDate,
  { changes }: Pick<Product, 'changes'>,
): Refusal | undefined {
  const earliest = addDays(today, -changes.backdatingDays);
  if (earliest <= date) return undefined;
  const detail = `The earliest day is ${earliest}.`;
  return { refusal: 'effective-date-out-of-range', detail, pointer: '/effectiveDate' };
}
