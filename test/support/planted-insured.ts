import { randomInt, randomUUID } from 'node:crypto';
import { daysAhead } from './days.ts';
import type { Place, Planter } from './planted.ts';
import { POLICYHOLDER } from './policies.ts';
import { quoteRequest, upcomingDate } from './risks.ts';

/** A policy of Anna's, whose cover begins on a day: she is who signs in, and all else is planted. */
export async function insureAnna(
  planter: Planter,
  startDate = upcomingDate(),
): Promise<{ policyId: string; customerId: string }> {
  const { dateOfBirth, email } = POLICYHOLDER;
  const postcode = planter.postcode('sealed');
  const risk = { driver: { dateOfBirth }, address: { postcode } };
  const worth = planter.worth();
  const body = { ...quoteRequest({ startDate, ...risk, vehicle: { value: worth } }), product: 'own-damage' };
  const { json: quote } = await planter.ask({ body });
  const issue = {
    quoteId: quote.quoteId,
    offerId: quote.offers[0].offerId,
    policyholder: {
      ...{ dateOfBirth, email },
      givenName: planter.secret('', 'sealed'),
      familyName: planter.secret('', 'sealed'),
      phone: planter.mark('sealed', () => `+32${randomInt(1e11, 9e11)}`),
      address: address(planter, 'sealed', postcode),
    },
    vehicle: car(planter, 'sealed'),
    termsReceivedAt: daysAhead(0),
    paymentPlan: 'annual',
  };
  const headers = { 'idempotency-key': planter.secret() };
  return (await planter.ask({ path: '/policies', headers, body: issue })).json;
}

/** Where somebody lives. */
export function address(planter: Planter, place: Place, postcode = planter.postcode(place)) {
  const [line1, line2, city] = Array.from({ length: 3 }, () => planter.secret('', place));
  return { line1, line2, city, postcode, country: 'BE' };
}

/** Which vehicle it is. */
export function car(planter: Planter, place: Place) {
  const letters = () => randomUUID().replaceAll('-', '').toUpperCase();
  return {
    vin: planter.mark(place, () => letters().slice(0, 17)),
    plate: planter.mark(place, () => letters().slice(0, 12)),
  };
}
