import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client } from '../support/client.ts';
import { delivered, eventually } from '../support/events.ts';
import { upcomingRequest } from '../support/risks.ts';

let api: RunningApi;
let broker: Client;
let aggregator: Client;
let underwriter: Client;

beforeAll(async () => {
  api = await startApi();
  [broker, aggregator, underwriter] = await Promise.all([
    Client.of(api, 'broker'),
    Client.of(api, 'aggregator'),
    Client.of(api, 'handler'),
  ]);
});
afterAll(() => api?.stop());

describe('a quote', () => {
  it('is priced to the cent, with its trace, and can be read again', async () => {
    const created = await broker.createQuote(upcomingRequest());

    expect(created.status).toBe(201);
    expect(created.body.status).toBe('offered');
    expect(created.body.rateBook).toBe('motor-be@1.0.0');
    expect(created.headers.get('etag')).toBe('"1"');
    const offers = Object.fromEntries(
      created.body.offers.map((offer: { coverage: string }) => [offer.coverage, offer]),
    );
    expect(Object.keys(offers)).toEqual(['TPL', 'TPL+', 'TPL++']);
    expect(offers.TPL.factors).toContainEqual({ code: 'age', value: '41-50', relativity: '1' });
    const read = await broker.getQuote(created.body.quoteId);
    expect(read.body).toEqual(created.body);
  });

  it('tells the bus, without anything personal', async () => {
    const { body } = await broker.createQuote(upcomingRequest());

    const events = await eventually(api, (all) => delivered(all, 'quote.offered', body.quoteId));
    const event = events.find(({ detail }) => detail.aggregateId === body.quoteId);
    expect(event?.detail).toMatchObject({
      quoteId: body.quoteId,
      version: 1,
      product: 'motor',
      status: 'offered',
    });
    expect(JSON.stringify(event)).not.toContain('1985-03-02');
  });

  it('prices only the coverages that were asked for', async () => {
    const { body } = await broker.createQuote({ ...upcomingRequest(), coverages: ['TPL+'] });

    expect(body.offers.map(({ coverage }: { coverage: string }) => coverage)).toEqual(['TPL+']);
  });

  it('of another product runs another book', async () => {
    const { status, body } = await broker.createQuote({
      ...upcomingRequest({ vehicle: { value: { amount: '100000.00', currency: 'EUR' } } }),
      product: 'own-damage',
    });

    expect(status).toBe(201);
    expect(body.offers[0].premium.net).toEqual({ amount: '1000.00', currency: 'EUR' });
    expect(body.offers[0].premium.gross).toEqual({ amount: '1000.00', currency: 'EUR' });
  });

  it.each([
    ['a driver under 17', { driver: { dateOfBirth: '2011-03-02' } }, 'declined', 'driver-too-young'],
    ['a postcode outside the tariff', { address: { postcode: '0999' } }, 'declined', 'postcode-not-rated'],
    ['another country', { address: { country: 'NL' } }, 'declined', 'postcode-not-rated'],
    ['a vehicle above 250 kW', { vehicle: { powerKw: 251 } }, 'referred', 'power-above-limit'],
    ['a fuel without a price', { vehicle: { fuel: 'electric' } }, 'referred', 'fuel-not-rated'],
  ])('for %s is %s, as an answer', async (_risk, instead, status, code) => {
    const reply = await broker.createQuote(upcomingRequest(instead));

    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({ status, offers: [] });
    expect(reply.body.reasons.map((reason: { code: string }) => reason.code)).toEqual([code]);
    await eventually(api, (all) => delivered(all, `quote.${status}`, reply.body.quoteId));
  });

  it('replays to the same price', async () => {
    const { body } = await broker.createQuote(upcomingRequest());

    const replay = await broker.replayQuote(body.quoteId);

    expect(replay.body).toEqual({
      same: true,
      rateBook: 'motor-be@1.0.0',
      offers: body.offers,
      replayedOffers: body.offers,
    });
  });

  it('is nobody else’s', async () => {
    const { body } = await broker.createQuote(upcomingRequest());

    expect((await aggregator.getQuote(body.quoteId)).status).toBe(404);
    expect((await aggregator.replayQuote(body.quoteId)).status).toBe(404);
    expect((await underwriter.getQuote(body.quoteId)).status).toBe(200);
  });
});

describe('a referral', () => {
  const referred = async () => {
    const { body, headers } = await broker.createQuote(upcomingRequest({ vehicle: { fuel: 'electric' } }));
    return { quoteId: body.quoteId as string, etag: headers.get('etag') ?? '' };
  };

  it('is accepted on terms, which show in the price and in a replay', async () => {
    const { quoteId, etag } = await referred();
    const terms = { rateAs: { fuel: 'gasoline' }, loading: '1.25' };

    const decided = await underwriter.decideReferral(
      quoteId,
      { decision: 'accept', reason: 'A known model.', terms },
      { 'if-match': etag },
    );

    expect(decided.status).toBe(200);
    expect(decided.headers.get('etag')).toBe('"2"');
    expect(decided.body).toMatchObject({ status: 'offered', underwriting: { decision: 'accept', terms } });
    expect(decided.body.offers[0].factors).toContainEqual({
      code: 'underwriting-loading',
      value: 'underwriter',
      relativity: '1.25',
    });
    expect((await broker.replayQuote(quoteId)).body.same).toBe(true);
    await eventually(api, (all) => delivered(all, 'quote.offered', quoteId));
  });

  it('is declined with a reason', async () => {
    const { quoteId, etag } = await referred();

    const { body } = await underwriter.decideReferral(
      quoteId,
      { decision: 'decline', reason: 'Not this one.' },
      { 'if-match': etag },
    );

    expect(body).toMatchObject({ status: 'declined', underwriting: { reason: 'Not this one.' } });
    expect((await underwriter.getQuote(quoteId)).body).toEqual(body);
    // It may speak of a person: the staff have it among themselves.
    const { reason, ...decision } = body.underwriting;
    expect((await broker.getQuote(quoteId)).body).toEqual({ ...body, underwriting: decision });
    await eventually(api, (all) => delivered(all, 'quote.declined', quoteId));
  });

  it('is refused on terms that leave it without a price', async () => {
    const { quoteId, etag } = await referred();

    const reply = await underwriter.decideReferral(
      quoteId,
      { decision: 'accept', reason: 'Why not.' },
      { 'if-match': etag },
    );

    expect(reply.status).toBe(422);
    expect(reply.body.type).toBe('urn:partner-api:problem:terms-insufficient');
    expect((await broker.getQuote(quoteId)).body.status).toBe('referred');
  });

  it('is decided once, by an underwriter, on the version that was read', async () => {
    const { quoteId, etag } = await referred();
    const decision = { decision: 'decline', reason: 'Not this one.' };

    expect((await broker.decideReferral(quoteId, decision, { 'if-match': etag })).status).toBe(403);
    expect((await underwriter.decideReferral(quoteId, decision)).status).toBe(428);
    expect((await underwriter.decideReferral(quoteId, decision, { 'if-match': '"7"' })).status).toBe(412);
    const both = await Promise.all([
      underwriter.decideReferral(quoteId, decision, { 'if-match': etag }),
      underwriter.decideReferral(quoteId, decision, { 'if-match': etag }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    const again = await underwriter.decideReferral(quoteId, decision, { 'if-match': '"2"' });
    expect(again.body.type).toBe('urn:partner-api:problem:quote-not-referred');
  });
});

describe('the list of quotes', () => {
  it('pages through a partner’s own quotes, newest first', async () => {
    const mine: string[] = [];
    for (let count = 0; count < 7; count++) {
      const { body } = await aggregator.createQuote(upcomingRequest());
      mine.unshift(body.quoteId);
    }

    const listed: string[] = [];
    let query = '?limit=3';
    for (;;) {
      const { status, body } = await aggregator.listQuotes(query);
      expect(status).toBe(200);
      listed.push(...body.data.map(({ quoteId }: { quoteId: string }) => quoteId));
      if (body.next === null) break;
      query = `?limit=3&cursor=${body.next}`;
    }

    expect([...listed].sort()).toEqual([...mine].sort());
    expect([...listed].sort().reverse()).toEqual(listed);
  });

  it('of a client without quotes is empty', async () => {
    expect((await underwriter.listQuotes()).body).toEqual({ data: [], next: null });
  });

  it('refuses a cursor that it did not give', async () => {
    expect((await broker.listQuotes('?cursor=bm90aGluZw')).status).toBe(400);
  });
});

describe('a product', () => {
  it('shows its rules', async () => {
    const { status, body } = await broker.getProduct('motor');

    expect(status).toBe(200);
    expect(body).toMatchObject({ product: 'motor', coolingOffDays: 14, timeZone: 'Europe/Brussels' });
  });

  it('that is not there is not found', async () => {
    expect((await broker.getProduct('yacht')).status).toBe(404);
  });
});
