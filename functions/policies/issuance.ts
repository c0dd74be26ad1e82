import { addDays, type PlainDate } from '../platform/calendar.ts';
import type { Refusal } from '../platform/problem.ts';
import type { Product } from '../quotes/catalogue.ts';
import { type Driving, isPriced } from '../quotes/driving.ts';
import { beginTerm } from './stack/acts.ts';
import { type Booking, continuing, type Desk } from './stack/booking.ts';
import type { Cover } from './stack/cover.ts';
import { annualTerm, type Proration } from './stack/term.ts';

/** Books the first transaction of a policy: a year of cover at the price that was offered. */
export function decideIssuance(
  inception: PlainDate,
  proration: Proration,
  cover: Cover,
  desk: Desk,
): Booking {
  return beginTerm(desk, continuing([]), 'issuance', { term: annualTerm(inception, 0, proration), cover });
}

/** What is said of a person and of where they live, as far as it was rated. */
export interface Rated {
  dateOfBirth: string;
  postcode: string;
  country: string;
}

/** Refuses a policyholder who is not the one that the quote was made for. */
export function refuseContradiction(quoted: Rated, said: Rated): Refusal | undefined {
  const pointers = {
    dateOfBirth: '/policyholder/dateOfBirth',
    postcode: '/policyholder/address/postcode',
    country: '/policyholder/address/country',
  } as const;
  for (const name of ['dateOfBirth', 'postcode', 'country'] as const) {
    if (quoted[name] !== said[name]) {
      return {
        refusal: 'contradicts-quote',
        detail: 'The quote was made for another.',
        pointer: pointers[name],
      };
    }
  }
  return undefined;
}

/** Refuses a policyholder who is not the customer by whose driving the quote was priced. */
export function refuseOthersDriving(driving: Driving | undefined, customerId: string): Refusal | undefined {
  if (!isPriced(driving) || driving.customerId === customerId) return undefined;
  return {
    refusal: 'contradicts-quote',
    detail: 'The quote was priced by how another drives.',
    pointer: '/policyholder/email',
  };
}

/**
 * Refuses terms that were received on a day too far ahead: cooling-off runs from it. They may come after the policy
 * was issued, but no later than a cooling-off period after cover began.
 */
export function refuseTermsReceived(
  receivedOn: PlainDate,
  { today, inception }: { today: PlainDate; inception: PlainDate },
  { coolingOffDays }: Pick<Product, 'coolingOffDays'>,
): Refusal | undefined {
  const latest = addDays(today > inception ? today : inception, coolingOffDays);
  if (receivedOn <= latest) return undefined;
  const detail = `The latest day is ${latest}.`;
  return { refusal: 'terms-receipt-out-of-range', detail, pointer: '/termsReceivedAt' };
}
