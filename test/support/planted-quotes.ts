import { randomUUID } from 'node:crypto';
import type { RunningApi } from './api.ts';
import { Planter } from './planted.ts';
import { upcomingRequest } from './risks.ts';

/** Asks for quotes full of planted values, of which some are answered and most fail in every place they can. */
export async function plantQuotes(api: RunningApi): Promise<Planter> {
  const [token, staff] = await Promise.all([api.token('aggregator'), api.token('handler')]);
  const planter = new Planter(api, token);
  const underwriting = await plantAnswered(planter, staff);
  const body = upcomingRequest(planter.risk('nowhere'));
  for (const wrong of wrongBodies(planter)) await planter.ask({ body: wrong });
  await planter.ask({ body, headers: { 'content-type': `text/${randomUUID()}` } });
  await planter.ask({ body, headers: { 'idempotency-key': `${planter.secret()} ${planter.secret()}` } });
  await planter.ask({ body, headers: { 'x-consent-id': planter.secret('') } });
  await planter.ask({ body, token: planter.secret('') });
  const decline = { decision: 'decline', reason: planter.secret('') };
  await planter.ask({ ...underwriting, headers: { 'if-match': `"${randomUUID()}"` }, body: decline });
  await plantHeaders(planter);
  for (const path of [
    '/quotes/',
    '/products/',
    '/customers/',
    '/quotes?email=',
    '/quotes?cursor=',
    '/quotes?limit=%ZZ',
  ]) {
    await planter.ask({ method: 'GET', path: `${path}${encodeURIComponent(planter.secret())}` });
  }
  return planter;
}

/** Quotes that are made, one that declines, and a referral that is declined; answers what underwriting requests have in common. */
async function plantAnswered(planter: Planter, staff: string) {
  const driver = { dateOfBirth: planter.birthDate('sealed') };
  await planter.ask({ body: upcomingRequest({ driver }) });
  await planter.ask({ body: keptRequest(planter) });
  // Declined for its postcode, which no book has.
  await planter.ask({ body: upcomingRequest(planter.risk('nowhere')) });
  await planter.ask({
    body: keptRequest(planter),
    headers: { 'idempotency-key': planter.secret() },
  });
  const { json: referred } = await planter.ask({
    body: upcomingRequest({
      driver: { dateOfBirth: planter.birthDate('forgotten') },
      vehicle: { fuel: 'electric' },
    }),
  });
  const underwriting = { path: `/quotes/${referred?.quoteId}/underwriting`, token: staff };
  const reason = planter.mark('sealed', () => `Told me ${randomUUID()}.`);
  const terms = { rateAs: { [planter.secret('')]: 'x' } };
  const headers = { 'if-match': '"1"' };
  await planter.ask({ ...underwriting, headers, body: { decision: 'decline', reason, terms } });
  await planter.ask({ ...underwriting, headers, body: { decision: 'decline', reason } });
  return underwriting;
}

/** What is offered wherever it is asked for from, so that what it says of a person is kept. */
function keptRequest(planter: Planter) {
  const vehicle = { value: planter.worth() };
  return { ...upcomingRequest({ ...planter.risk('sealed'), vehicle }), product: 'own-damage' };
}

/** Quotes that are made although headers say what nobody asked for. */
async function plantHeaders(planter: Planter): Promise<void> {
  for (const headers of [
    {
      'x-customer': planter.secret(),
      cookie: `name=${planter.secret('')}`,
      'user-agent': planter.secret(''),
    },
    { 'x-fapi-interaction-id': planter.secret(''), 'x-forwarded-for': planter.secret('') },
  ]) {
    await planter.ask({ body: keptRequest(planter), headers });
  }
}

/** Bodies that are refused, each for its own reason. */
function wrongBodies(planter: Planter): unknown[] {
  const request = (instead: object = {}) => upcomingRequest({ ...planter.risk('nowhere'), ...instead });
  const secret = (form?: string) => planter.secret(form);
  return [
    { ...request(), name: secret('') },
    { ...request(), [secret()]: secret() },
    { ...request(), product: secret('') },
    { ...request(), product: 'yacht' },
    { ...request(), coverages: [secret('').slice(0, 20)] },
    { ...request(), startDate: '1999-01-01' },
    request({ vehicle: { fuel: secret('') } }),
    request({ vehicle: { value: { amount: secret(''), currency: 'EUR' } } }),
    `{"name":"${secret()}`,
    JSON.stringify({ ...request(), note: secret() }).slice(0, -1),
    secret(),
    [secret()],
  ];
}
