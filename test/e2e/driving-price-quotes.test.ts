import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, type Reply } from '../support/client.ts';
import { type Cast, consentRequest, policyOfAnna } from '../support/consents.ts';
import { Customers } from '../support/customers.ts';
import { scoreConsent, startDriven } from '../support/driven-policy.ts';
import { refusalOf, until } from '../support/drives.ts';
import { upcomingRequest } from '../support/risks.ts';
import { authorised, Telematics, under } from '../support/telematics.ts';

let cast: Cast;
let policyId: string;
let reads: string;
let broker: Client;

/** The usual risk, whose driver is Anna. */
const RISK = { ...upcomingRequest(), coverages: ['TPL', 'TPL+'] };

beforeAll(async () => {
  ({ cast, policyId, reads } = await startDriven());
  broker = await Client.of(cast.api, 'broker');
}, 120_000);
afterAll(() => cast?.api.stop());

const scoreNow = async () => (await new Telematics(broker).score(policyId, under(reads))).body;
const netsOf = ({ body }: Reply) => body.offers.map((offer: Offer) => Number(offer.premium.net.amount));
const traceOf = ({ body }: Reply) =>
  body.offers.map(({ factors }: Offer) => factors.find(({ code }) => code === 'driving-score'));

interface Receipt {
  operationId: string;
  basis: string;
}

interface Offer {
  premium: { net: { amount: string } };
  factors: { code: string }[];
}

describe('a quote under a consent to the driving score', () => {
  let plain: Reply;
  let driven: Reply;

  beforeAll(async () => {
    plain = await broker.createQuote(RISK);
    driven = await broker.createQuote(RISK, { ...under(reads), 'idempotency-key': 'driven' });
  });

  it('says which score priced, by how much, and why', async () => {
    const { score, annualKm, reasons } = await scoreNow();

    expect(driven.status).toBe(201);
    expect(driven.body.drivingScore).toMatchObject({
      ...{ policyId, applied: true, score, annualKm, book: 'driving@1.0.0' },
      reasons: reasons.map(({ code, points }: { code: string; points: number }) => ({ code, points })),
    });
    expect(Number(driven.body.drivingScore.factor)).toBeCloseTo(factorOf(score, annualKm), 8);
    expect(driven.body.drivingScore.factors).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ code: 'score' }),
        expect.objectContaining({ code: 'distance', value: String(annualKm) }),
      ]),
    );
  });

  it('is priced by it, and its trace says so without telling of the driving', () => {
    const factor = Number(driven.body.drivingScore.factor);
    const relativity = driven.body.drivingScore.factor;

    expect(factor).not.toBe(1);
    for (const [index, net] of netsOf(driven).entries())
      expect(Math.abs(net - netsOf(plain)[index] * factor)).toBeLessThan(0.03);
    const entry = { code: 'driving-score', value: 'driving@1.0.0', relativity };
    expect(traceOf(driven)).toEqual([entry, entry]);
    expect(traceOf(plain)).toEqual([undefined, undefined]);
    expect(plain.body).not.toHaveProperty('drivingScore');
  });

  it('is priced the same again, to the cent', async () => {
    const { body } = await broker.replayQuote(driven.body.quoteId);
    expect(body).toMatchObject({ same: true, replayedOffers: driven.body.offers });
  });

  it('shows the score later to whoever may see it', async () => {
    const { quoteId, drivingScore, offers } = driven.body;
    const staff = await Client.of(cast.api, 'handler');
    const without = await broker.getQuote(quoteId);

    expect(without.body.offers).toEqual(offers);
    expect(without.body).not.toHaveProperty('drivingScore');
    expect((await broker.getQuote(quoteId, under(reads))).body.drivingScore).toEqual(drivingScore);
    expect((await staff.getQuote(quoteId)).body.drivingScore).toEqual(drivingScore);
    const other = await scoreConsent(cast, await policyOfAnna(cast.policies));
    expect(refusalOf(await broker.getQuote(quoteId, under(other)))).toEqual([404, 'not-found']);
  });

  it('is on record with the customer, each time that it was shown', async () => {
    const anna = await Client.of(cast.api, 'anna');
    const shown = async () => {
      const { body } = await anna.call('listMyReleases', 'GET', '/me/releases?limit=100');
      const quotes = body.data.filter(({ operationId }: Receipt) => operationId.endsWith('Quote'));
      return quotes.map(({ operationId, basis }: Receipt) => [operationId, basis]).sort();
    };
    await until(async () => (await shown()).length === 3);
    expect(await shown()).toEqual([
      ['createQuote', 'consent'],
      ['getQuote', 'consent'],
      ['getQuote', 'staff'],
    ]);
  });

  it('is repeated as it was, and masked once the consent has ended', async () => {
    const again = { ...under(reads), 'idempotency-key': 'driven' };
    expect((await broker.createQuote(RISK, again)).body).toEqual(driven.body);
    const brief = await scoreConsent(cast, policyId);
    const first = await broker.createQuote(RISK, { ...under(brief), 'idempotency-key': 'brief' });
    await cast.anna.withdraw(brief);

    expect(first.body).toHaveProperty('drivingScore.score');
    const retried = await broker.createQuote(RISK, { ...under(brief), 'idempotency-key': 'brief' });
    const { drivingScore: _masked, ...rest } = first.body;
    expect(retried.body).toEqual(rest);
    expect(refusalOf(await broker.createQuote(RISK, under(brief)))).toEqual([403, 'consent-not-live']);
  });
});

describe('a quote is refused', () => {
  it('for another driver than the one whose score it is', async () => {
    const { driver } = RISK;
    const other = { ...RISK, driver: { ...driver, dateOfBirth: '1985-03-03' } };
    const reply = await broker.createQuote(other, under(reads));

    expect(refusalOf(reply)).toEqual([422, 'driving-score-not-applicable']);
    expect(reply.body.errors).toMatchObject([{ pointer: '/driver/dateOfBirth' }]);
  });

  it('for another driver from the registration of a device on', async () => {
    const fresh = await policyOfAnna(cast.policies);
    const collects = await authorised(
      cast.broker,
      cast.anna,
      consentRequest({
        permissions: ['TELEMATICS_COLLECT', 'TELEMATICS_SCORE_READ'],
        objects: [{ policyId: fresh }],
      }),
    );
    const telematics = new Telematics(broker);
    await telematics.device(fresh, collects);
    await untilScored(telematics, fresh, collects);
    const other = { ...RISK, driver: { ...RISK.driver, dateOfBirth: '1985-03-03' } };

    expect(refusalOf(await broker.createQuote(other, under(collects)))).toEqual([
      422,
      'driving-score-not-applicable',
    ]);
    expect((await broker.createQuote(RISK, under(collects))).body.drivingScore).toEqual({
      policyId: fresh,
      applied: false,
      why: 'not-enough-driven',
    });
  });

  it('for any driver but the few who were tried first under a consent on that day, whoever it is', async () => {
    const tried = await scoreConsent(cast, policyId);
    const attempt = async (day: number) => {
      const driver = { ...RISK.driver, dateOfBirth: `1985-03-${String(day).padStart(2, '0')}` };
      return refusalOf(await broker.createQuote({ ...RISK, driver }, under(tried)));
    };
    const others = [3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    const refusals = await Promise.all([...others, 2].map(attempt));

    const count = (code: string) => refusals.filter((refusal) => refusal?.includes(code)).length;
    expect(count('driving-score-not-applicable')).toBeLessThanOrEqual(5);
    expect(count('too-many-drivers')).toBe(6);
    expect(await attempt(13)).toEqual([429, 'too-many-drivers']);
    // Who was tried may be asked for again; and under another consent anybody.
    expect(await attempt(others[refusals.findIndex((each) => each?.[0] === 422)] ?? 0)).toEqual([
      422,
      'driving-score-not-applicable',
    ]);
    expect((await broker.createQuote(RISK, under(reads))).status).toBe(201);
  });

  it('under a consent for several policies', async () => {
    const both = await scoreConsent(cast, policyId, await policyOfAnna(cast.policies));
    expect(refusalOf(await broker.createQuote(RISK, under(both)))).toEqual([
      422,
      'driving-score-not-applicable',
    ]);
  });

  it('under a consent to something else, or that is not its own', async () => {
    const objects = [{ policyId }];
    const other = await authorised(cast.broker, cast.anna, consentRequest({ objects }));
    const readers = await authorised(
      cast.reader,
      cast.anna,
      consentRequest({ permissions: ['TELEMATICS_SCORE_READ'], objects }),
    );

    expect(refusalOf(await broker.createQuote(RISK, under(other)))).toEqual([403, 'consent-permission']);
    expect(refusalOf(await broker.createQuote(RISK, under(readers)))).toEqual([404, 'not-found']);
  });
});

describe('a quote is priced without', () => {
  it('where nothing was ever driven', async () => {
    const parked = await policyOfAnna(cast.policies);
    const quote = await broker.createQuote(RISK, under(await scoreConsent(cast, parked)));

    expect(quote.body.drivingScore).toEqual({ policyId: parked, applied: false, why: 'no-score' });
    expect(netsOf(quote)).toEqual(netsOf(await broker.createQuote(RISK)));
  });

  it('where driving does not price the product', async () => {
    const { coverages, ...risk } = RISK;
    const value = { amount: '10000.00', currency: 'EUR' };
    const request = { ...risk, product: 'own-damage', vehicle: { ...risk.vehicle, value } };
    const quote = await broker.createQuote(request, under(reads));

    expect(quote.body.drivingScore).toEqual({ policyId, applied: false, why: 'not-rated' });
    expect(netsOf(quote)).toEqual([100]);
  });
});

async function untilScored(telematics: Telematics, id: string, consentId: string): Promise<void> {
  await until(async () => (await telematics.score(id, under(consentId))).body.version > 0);
}

describe('a customer who has processing restricted', () => {
  it('is priced without until they lift that', async () => {
    const staff = await Customers.of(cast.api);
    const { customerId } = (await cast.policies.get(policyId)).body;
    await staff.erase(customerId);
    const restricted = await broker.createQuote(RISK, under(reads));

    expect(restricted.body).not.toHaveProperty('drivingScore');
    expect(netsOf(restricted)).toEqual(netsOf(await broker.createQuote(RISK)));
    await staff.lift(customerId);
    expect((await broker.createQuote(RISK, under(reads))).body.drivingScore.applied).toBe(true);
  });
});

/** The factor as domain facts have it, in plain numbers: sharing nothing with the engine, not even the book. */
function factorOf(score: number, annualKm: number): number {
  const line = (x0: number, y0: number, x1: number, y1: number) =>
    y0 + ((score - x0) * (y1 - y0)) / (x1 - x0);
  const exact = score < 80 ? line(0, 0, 80, 40) : score < 92 ? line(80, 40, 92, 69) : line(92, 69, 100, 100);
  const steps = [1.956, 1.956, 1.956, 1.51, 1.327, 1.166, 1.024, 0.9, 0.791, 0.69, 0.69];
  const band = steps[Math.floor(Math.round(exact) / 10)] ?? Number.NaN;
  return Math.min(1.3, Math.max(0.75, band * (annualKm / 9160) ** 0.293));
}
