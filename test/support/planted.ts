import { randomInt, randomUUID } from 'node:crypto';
import type { RunningApi } from './api.ts';
import { daysAhead } from './days.ts';
import { type Answered, type Sent, send } from './request.ts';
import { upcomingRequest } from './risks.ts';

/** Values that belong to a person, unmistakable and never the same twice, and what was answered to them. */
export interface Planted {
  /** Must be found nowhere at all. */
  nowhere: string[];
  /** May lie in a table, as something that a price was made from, or a reason; in no log, on no bus. */
  tablesOnly: string[];
  answers: Answered[];
}

/** Sends requests full of planted values, of which some are answered and most fail in every place they can. */
export async function plant(api: RunningApi): Promise<Planted> {
  const planted: Planted = { nowhere: [], tablesOnly: [], answers: [] };
  const [token, staff] = await Promise.all([api.token('aggregator'), api.token('handler')]);
  const mark = (list: 'nowhere' | 'tablesOnly', text: string) => {
    planted[list].push(text);
    return text;
  };
  /** A text of its own, that looks like an address or a name. */
  const secret = (form = '@example.com') => mark('nowhere', `anna.${randomUUID()}${form}`);
  const risk = () => ({
    driver: { dateOfBirth: mark('nowhere', daysAhead(-randomInt(9_000, 30_000))) },
    address: { postcode: mark('nowhere', `Q${randomInt(1e8, 1e9)}`) },
  });
  const ask = async (sent: Partial<Sent>): Promise<Answered> => {
    const answer = await send(api, { method: 'POST', path: '/quotes', token, ...sent });
    planted.answers.push(answer);
    return answer;
  };

  await ask({ body: upcomingRequest({ driver: risk().driver }) });
  await ask({ body: upcomingRequest(risk()) });
  await ask({
    body: upcomingRequest(risk()),
    headers: { 'idempotency-key': secret() },
  });
  const value = { amount: mark('tablesOnly', `${randomInt(1e11, 9e11)}.07`), currency: 'EUR' };
  await ask({ body: { ...upcomingRequest({ ...risk(), vehicle: { value } }), product: 'own-damage' } });
  const { json: referred } = await ask({
    body: upcomingRequest({ ...risk(), address: {}, vehicle: { fuel: 'electric' } }),
  });
  const underwriting = { method: 'POST', path: `/quotes/${referred?.quoteId}/underwriting`, token: staff };
  const headers = { 'if-match': '"1"' };
  const decline = { decision: 'decline', reason: mark('tablesOnly', `Told me ${randomUUID()}.`) };
  await ask({ ...underwriting, headers, body: { ...decline, terms: { rateAs: { [secret('')]: 'x' } } } });
  await ask({ ...underwriting, headers, body: decline });

  for (const body of wrong(upcomingRequest, risk, secret)) await ask({ body });
  const body = upcomingRequest(risk());
  await ask({ body, headers: { 'content-type': `text/${randomUUID()}` } });
  await ask({
    body,
    headers: { 'x-customer': secret(), cookie: `name=${secret('')}`, 'user-agent': secret('') },
  });
  await ask({ body, headers: { 'x-fapi-interaction-id': secret(''), 'x-forwarded-for': secret('') } });
  await ask({ body, headers: { 'idempotency-key': `${secret()} ${secret()}` } });
  await ask({ body, headers: { 'x-consent-id': secret('') } });
  await ask({ body, token: secret('') });
  await ask({ ...underwriting, headers: { 'if-match': `"${randomUUID()}"` }, body: decline });
  for (const path of [
    '/quotes/',
    '/products/',
    '/customers/',
    '/quotes?email=',
    '/quotes?cursor=',
    '/quotes?limit=%ZZ',
  ]) {
    await ask({ method: 'GET', path: `${path}${encodeURIComponent(secret())}` });
  }
  return planted;
}

type Risk = ReturnType<typeof upcomingRequest>;

/** Bodies that are refused, each for its own reason. */
function wrong(
  request: (instead: object) => Risk,
  risk: () => object,
  secret: (form?: string) => string,
): unknown[] {
  return [
    { ...request(risk()), name: secret('') },
    { ...request(risk()), [secret()]: secret() },
    { ...request(risk()), product: secret('') },
    { ...request(risk()), product: 'yacht' },
    { ...request(risk()), coverages: [secret('').slice(0, 20)] },
    { ...request(risk()), startDate: '1999-01-01' },
    request({ ...risk(), vehicle: { fuel: secret('') } }),
    request({ ...risk(), vehicle: { value: { amount: secret(''), currency: 'EUR' } } }),
    `{"name":"${secret()}`,
    JSON.stringify({ ...request(risk()), note: secret() }).slice(0, -1),
    secret(),
    [secret()],
  ];
}
