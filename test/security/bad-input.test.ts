import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApi, startApi } from '../support/api.ts';
import { daysAhead } from '../support/days.ts';
import { busEvents, delivered, eventually } from '../support/events.ts';
import { expectProblem, type ProblemCode } from '../support/problems.ts';
import { type Answered, type Sent, send } from '../support/request.ts';
import { quoteRequest } from '../support/risks.ts';

const UNKNOWN_ID = 'quo_01KAE8Z2V0Q8M5T3S7R9XWYB4C';
const INTERACTION = 'c770aef3-6784-41f7-8e0e-ff5f97bddb3a';

let api: RunningApi;
let aggregator: string;
let broker: string;
let underwriter: string;
/** A referred quote of the broker. */
let quoteId: string;
/** What there is before anything bad is sent. */
let stored: object;

beforeAll(async () => {
  api = await startApi();
  [aggregator, broker, underwriter] = (await Promise.all(
    ['aggregator', 'broker', 'handler'].map((client) => api.token(client)),
  )) as [string, string, string];
  const body = good({ vehicle: { fuel: 'electric' } });
  const created = await send(api, { method: 'POST', path: '/quotes', token: broker, body });
  quoteId = created.json.quoteId;
  await eventually(api, (all) => delivered(all, 'quote.referred', quoteId));
  stored = await everythingStored();
});
afterAll(() => api?.stop());

/** A request that would be answered 201. */
function good(instead: Parameters<typeof quoteRequest>[0] = {}) {
  return quoteRequest({ startDate: daysAhead(10), ...instead });
}

async function everythingStored(): Promise<object> {
  const read = async (path: string, token: string) => (await send(api, { path, token })).json;
  const lists = await Promise.all([aggregator, broker].map((token) => read('/quotes?limit=100', token)));
  return { lists, quote: await read(`/quotes/${quoteId}`, broker), events: await busEvents(api) };
}

async function ask(sent: Sent): Promise<Answered> {
  const headers = { 'x-fapi-interaction-id': INTERACTION, ...sent.headers };
  const answer = await send(api, { token: aggregator, ...sent, headers });
  expect(answer.headers.get('x-fapi-interaction-id')).toBe(INTERACTION);
  // The request's own random id may happen to hold a text, a postcode's four digits say.
  const said = answer.text.replaceAll(answer.headers.get('x-amzn-requestid') ?? 'no id', '');
  for (const text of textsIn(sent.body)) expect(said).not.toContain(text);
  return answer;
}

const askForQuote = (body: unknown, headers: Record<string, string> = {}) =>
  ask({ method: 'POST', path: '/quotes', body, headers: { 'content-type': 'application/json', ...headers } });

/** Every text in a body that is long enough to be known again. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.length >= 4 && value.length < 1_000 ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Valid JSON text with one more member, which an object literal could not have. */
const withMember = (name: string) =>
  `{${JSON.stringify(name)}:{"admin":true},${JSON.stringify(good()).slice(1)}`;

describe('a body that is no quote request', () => {
  it.each<[what: string, body: unknown, code: ProblemCode]>([
    ['cut off', '{"product":"motor"', 'malformed-json'],
    ['empty', '', 'malformed-json'],
    ['no JSON at all', 'product=motor&startDate=soon', 'malformed-json'],
    ['two documents', '{}{}', 'malformed-json'],
    ['behind a byte order mark', `\ufeff${JSON.stringify(good())}`, 'malformed-json'],
    ['no text', new Uint8Array([0xff, 0xfe, 0x00, 0xd8]), 'malformed-json'],
    ['of 300 KB', { ...good(), note: 'x'.repeat(300_000) }, 'payload-too-large'],
    ['of 10 MB', 'x'.repeat(10_000_000), 'payload-too-large'],
    ['of more than the gateway takes', 'x'.repeat(11_000_000), 'payload-too-large'],
    ['nested beyond reason', '['.repeat(100_000), 'malformed-json'],
    ['nested beyond reason, and whole', '['.repeat(100_000) + ']'.repeat(100_000), 'validation-failed'],
  ])('%s', async (_what, body, code) => {
    expectProblem(await askForQuote(body), code);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', 'text/json', ''])(
    'under the content type "%s"',
    async (type) => {
      const answer = await askForQuote(JSON.stringify(good()), { 'content-type': type });
      expectProblem(answer, 'unsupported-media-type');
    },
  );

  it('without a content type', async () => {
    // A body of bytes gets none from fetch.
    const body = new TextEncoder().encode(JSON.stringify(good()));
    const answer = await fetch(`${api.url}/quotes`, {
      method: 'POST',
      headers: { authorization: `Bearer ${aggregator}` },
      body,
    });
    expect(answer.status).toBe(415);
  });
});

describe('a quote request against the contract names the place', () => {
  const driver = (member: object) => good({ driver: member });
  const vehicle = (member: object) => good({ vehicle: member });
  const value = (amount: unknown, currency: unknown = 'EUR') => vehicle({ value: { amount, currency } });

  it.each<[what: string, body: unknown, ...pointers: string[]]>([
    ['a list', [good()], ''],
    ['null', null, ''],
    ['a text', '"motor"', ''],
    ['nothing in it', {}, '/product', '/startDate', '/driver', '/vehicle', '/address'],
    ['an unknown field', { ...good(), premium: 'for nothing' }, ''],
    ['an unknown nested field', driver({ nationalNumber: '85.03.02-997.01' }), '/driver'],
    ['a field __proto__', withMember('__proto__'), ''],
    ['a field constructor', withMember('constructor'), ''],
    ['a field toString', { ...good(), toString: 'yes' }, ''],
    ['a number for a text', { ...good(), product: 4711 }, '/product'],
    ['a text for a number', driver({ bonusMalusLevel: '2' }), '/driver/bonusMalusLevel'],
    ['a text for an object', { ...good(), driver: 'Anna' }, '/driver'],
    ['a text for a boolean', vehicle({ fleet: 'false' }), '/vehicle/fleet'],
    ['null for a number', vehicle({ powerKw: null }), '/vehicle/powerKw'],
    ['a level below the scale', driver({ bonusMalusLevel: -1 }), '/driver/bonusMalusLevel'],
    ['a level above the scale', driver({ bonusMalusLevel: 23 }), '/driver/bonusMalusLevel'],
    ['half a kilowatt', vehicle({ powerKw: 66.5 }), '/vehicle/powerKw'],
    ['more power than there is', vehicle({ powerKw: 1e300 }), '/vehicle/powerKw'],
    ['the 30th of February', good({ startDate: '2026-02-30' }), '/startDate'],
    ['the 29th of February of a common year', good({ startDate: '2027-02-29' }), '/startDate'],
    ['a month 13', driver({ dateOfBirth: '1985-13-02' }), '/driver/dateOfBirth'],
    ['a day of nothing', driver({ dateOfBirth: '0000-00-00' }), '/driver/dateOfBirth'],
    ['a day before calendars', driver({ dateOfBirth: '0001-01-01' }), '/driver/dateOfBirth'],
    ['an hour of a day', vehicle({ firstRegistered: '2017-12-01T00' }), '/vehicle/firstRegistered'],
    ['a fuel of its own', vehicle({ fuel: 'holy water' }), '/vehicle/fuel'],
    ['a country in words', good({ address: { country: 'Belgium' } }), '/address/country'],
    ['a postcode with a line break', good({ address: { postcode: '9000\n' } }), '/address/postcode'],
    ['a product with a path in it', { ...good(), product: '../books/motor' }, '/product'],
    ['no coverage', { ...good(), coverages: [] }, '/coverages'],
    ['one coverage twice', { ...good(), coverages: ['TPL', 'TPL'] }, '/coverages'],
    ['a coverage that is no text', { ...good(), coverages: [{ code: 'TPL' }] }, '/coverages/0'],
    ['too many coverages', { ...good(), coverages: Array.from('ABCDEFGHIJK') }, '/coverages'],
    ['an amount as a number', value(100.5), '/vehicle/value/amount'],
    ['an amount with three places', value('100.000'), '/vehicle/value/amount'],
    ['a negative amount', value('-1.00'), '/vehicle/value/amount'],
    ['an amount beyond reason', value(`${'9'.repeat(40)}.00`), '/vehicle/value/amount'],
    ['a currency in words', value('1.00', 'euros'), '/vehicle/value/currency'],
  ])('%s', async (_what, body, ...pointers) => {
    const answer = await askForQuote(body);

    expectProblem(answer, 'validation-failed');
    const errors: { in: string; pointer: string; detail: string }[] = answer.json.errors;
    expect(errors.map(({ in: place }) => place)).toEqual(errors.map(() => 'body'));
    expect([...new Set(errors.map(({ pointer }) => pointer))]).toEqual(pointers);
    expect(errors.every(({ detail }) => detail.length > 0)).toBe(true);
  });
});

describe('a quote request that a rule refuses names the place', () => {
  const unborn = good({ driver: { dateOfBirth: daysAhead(11) } });
  const ownDamage = (vehicle: object) => ({ ...good({ vehicle }), product: 'own-damage' });
  const dollars = { value: { amount: '20000.00', currency: 'USD' } };

  it.each<[what: string, body: unknown, code: ProblemCode, pointer: string]>([
    ['an unknown product', { ...good(), product: 'yacht' }, 'unknown-product', '/product'],
    ['a product of every object', { ...good(), product: 'constructor' }, 'unknown-product', '/product'],
    ['an unknown coverage', { ...good(), coverages: ['TPL', 'Yacht'] }, 'unknown-coverage', '/coverages/1'],
    ['a start too long ago', good({ startDate: daysAhead(-40) }), 'start-date-out-of-range', '/startDate'],
    ['a start too far ahead', good({ startDate: daysAhead(400) }), 'start-date-out-of-range', '/startDate'],
    ['a driver not born yet', unborn, 'contradictory-facts', '/driver/dateOfBirth'],
    ['another currency', ownDamage(dollars), 'currency-mismatch', '/vehicle/value'],
    ['no value', ownDamage({}), 'vehicle-value-required', '/vehicle/value'],
  ])('%s', async (_what, body, code, pointer) => {
    const answer = await askForQuote(body);

    expectProblem(answer, code);
    expect(answer.json.errors).toEqual([{ in: 'body', pointer, detail: expect.any(String) }]);
  });
});

describe('an address that leads nowhere', () => {
  it.each([
    ['an unknown id', () => ({ path: `/quotes/${UNKNOWN_ID}` })],
    ['an id of another kind', () => ({ path: `/quotes/${UNKNOWN_ID.replace('quo_', 'off_')}` })],
    ['no id', () => ({ path: "/quotes/'%20OR%201=1" })],
    ['an id of 8,000 letters', () => ({ path: `/quotes/${'A'.repeat(8_000)}` })],
    ['another partner’s quote', () => ({ path: `/quotes/${quoteId}` })],
    ['a replay of another partner’s quote', () => ({ method: 'POST', path: `/quotes/${quoteId}/replay` })],
    ['an unknown product', () => ({ path: '/products/yacht' })],
    ['a path out of the products', () => ({ path: '/products/..%2Fbooks%2Fmotor-be@1.0.0' })],
    ['an unknown route', () => ({ path: '/customers' })],
    ['a route with a slash too many', () => ({ path: '/quotes/' })],
    ['a wrong method', () => ({ method: 'DELETE', path: '/quotes' })],
    ['a method that no route has', () => ({ method: 'PATCH', path: `/quotes/${quoteId}` })],
  ])('as %s is not found', async (_what, sent) => {
    expectProblem(await ask(sent()), 'not-found');
  });

  it('as half an escape is refused', async () => {
    expectProblem(await ask({ path: '/quotes/%ZZ' }), 'validation-failed');
    expectProblem(await ask({ path: '/quotes?limit=%ZZ' }), 'validation-failed');
  });
});

describe('a query against the contract names the parameter', () => {
  it.each([
    ['limit=0', '/limit'],
    ['limit=101', '/limit'],
    ['limit=-1', '/limit'],
    ['limit=1.5', '/limit'],
    ['limit=ten', '/limit'],
    ['limit=', '/limit'],
    ['limit=5&limit=6', '/limit'],
    ['cursor=', '/cursor'],
    ['cursor=bm90aGluZw', '/cursor'],
    ['cursor=a&cursor=b', '/cursor'],
    ['status=offered', ''],
  ])('%s', async (query, pointer) => {
    const answer = await ask({ path: `/quotes?${query}` });

    expectProblem(answer, 'validation-failed');
    expect(answer.json.errors[0]).toEqual({ in: 'query', pointer, detail: expect.any(String) });
  });
});

describe('a header', () => {
  it.each([
    ['with spaces', 'a b'],
    ['of nothing', ''],
    ['of 256 letters', 'x'.repeat(256)],
    ['with an accent', 'clé'],
  ])('Idempotency-Key %s is refused', async (_what, key) => {
    const answer = await askForQuote(good(), { 'idempotency-key': key });

    expectProblem(answer, 'validation-failed');
    expect(answer.json.errors[0]).toMatchObject({ in: 'header', pointer: '/Idempotency-Key' });
  });

  it.each<[ifMatch: string | undefined, code: ProblemCode]>([
    [undefined, 'precondition-required'],
    ['"2"', 'precondition-failed'],
    ['1', 'precondition-failed'],
    ['*', 'precondition-failed'],
    ['W/"1"', 'precondition-failed'],
    ['"1","2"', 'precondition-failed'],
    ['"1" or so', 'validation-failed'],
  ])('If-Match %s is not the version', async (ifMatch, code) => {
    const answer = await ask({
      method: 'POST',
      path: `/quotes/${quoteId}/underwriting`,
      token: underwriter,
      body: { decision: 'decline', reason: 'A wrong version.' },
      headers: ifMatch === undefined ? {} : { 'if-match': ifMatch },
    });

    expectProblem(answer, code);
  });

  it.each([undefined, '', 'mine', `${INTERACTION}0`])(
    'x-fapi-interaction-id %s gets a new one in its place',
    async (id) => {
      const headers: Record<string, string> = id === undefined ? {} : { 'x-fapi-interaction-id': id };
      const answer = await send(api, { path: '/quotes?limit=0', token: aggregator, headers });

      expectProblem(answer, 'validation-failed');
      expect(answer.headers.get('x-fapi-interaction-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(answer.headers.get('x-fapi-interaction-id')).not.toBe(INTERACTION);
    },
  );
});

describe('a decision against the contract', () => {
  it.each([
    ['a loading below 1', { loading: '0.5' }, '/terms/loading'],
    ['a fact of 500 letters', { rateAs: { ['x'.repeat(500)]: '€' } }, '/terms/rateAs'],
    ['a fact __proto__', JSON.parse('{"rateAs":{"__proto__":"gasoline"}}'), '/terms/rateAs'],
    ['another term', { discount: '0.5' }, '/terms'],
  ])('names the place of %s', async (_what, terms, pointer) => {
    const answer = await ask({
      method: 'POST',
      path: `/quotes/${quoteId}/underwriting`,
      token: underwriter,
      body: { decision: 'accept', reason: 'A good one.', terms },
      headers: { 'if-match': '"1"' },
    });

    expectProblem(answer, 'validation-failed');
    expect(answer.json.errors[0]).toMatchObject({ in: 'body', pointer });
  });
});

it('leaves nothing behind', async () => {
  expect(await everythingStored()).toEqual(stored);
});
