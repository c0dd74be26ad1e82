import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drive } from '../../infra/local/demo/drive.ts';
import { startApi } from '../support/api.ts';
import { Client } from '../support/client.ts';
import { type Cast, castOf, consentRequest } from '../support/consents.ts';
import { deviceToken } from '../support/device-tokens.ts';
import { sparsely } from '../support/driven-policy.ts';
import { until } from '../support/drives.ts';
import { delivered, eventually } from '../support/events.ts';
import { quoteRequest } from '../support/risks.ts';
import { authorised, Telematics, under } from '../support/telematics.ts';
import { unthrottledAssembly } from '../support/unthrottled.ts';

const cdkOut = unthrottledAssembly();
const INCEPTION = '2027-01-01';
const MOTOR = { ...quoteRequest({ startDate: INCEPTION }), coverages: ['TPL'] };
const EXPIRES = '2028-06-01T00:00:00Z';
const COMMUTES = 11;
const DAY_MS = 86_400_000;

let cast: Cast;
let client: Client;
let driver: Telematics;
/** Policies of Anna's, under each of which she has driven as much: the score of one may be read, that of the other not. */
let consented: string;
let unasked: string;
let reads: string;

/** Starts, or starts again on the same data, at another time. */
async function at(instant: string): Promise<void> {
  const dataDir = cast?.api.dataDir;
  await cast?.api.stop();
  const api = await startApi({ env: { NOW: instant }, cdkOut, ...(dataDir && { dataDir }) });
  cast = await castOf(api);
  client = await Client.of(api, 'broker');
  driver = new Telematics(client);
}
afterAll(() => cast?.api.stop());

/** A consent of Anna's to the broker about a policy. */
function consentTo(permissions: string[], policyId: string): Promise<string> {
  const request = consentRequest({ permissions, objects: [{ policyId }], expiresAt: EXPIRES });
  return authorised(cast.broker, cast.anna, request);
}

/** Has Anna drive to work under a policy, with a device of its own, on mornings before 10 November 2027. */
async function driveUnder(policyId: string): Promise<void> {
  const device = await driver.device(policyId, await consentTo(['TELEMATICS_COLLECT'], policyId));
  const seconds = Date.parse('2027-11-10T09:00:00Z') / 1000;
  const token = await deviceToken(device.deviceId, device.key, { iat: seconds, exp: seconds + 600 });
  for (let daysAgo = COMMUTES; daysAgo > 0; daysAgo--) {
    const startsAt = Date.parse('2027-11-10T07:00:00Z') - daysAgo * DAY_MS;
    const points = sparsely(drive(startsAt, 0));
    const { body } = await device.post({ sequence: daysAgo, points }, { token });
    if (body.accepted !== points.length) throw new Error(JSON.stringify(body));
  }
}

const bind = async () => (await cast.policies.bind(MOTOR)).body.policyId;
const read = (policyId: string, query = '') => cast.policies.get(policyId, query);
const offerOf = async (policyId: string) => (await read(policyId)).body.renewalOffer;

beforeAll(async () => {
  await at('2026-12-01T09:00:00Z');
  [consented, unasked] = [await bind(), await bind()];
  await at('2027-11-10T09:00:00Z');
  for (const policyId of [consented, unasked]) await driveUnder(policyId);
  reads = await consentTo(['TELEMATICS_SCORE_READ', 'POLICY_READ'], consented);
  await at('2027-11-10T09:10:00Z');
  const staff = new Telematics(await Client.of(cast.api, 'handler'));
  for (const policyId of [consented, unasked])
    await until(async () => (await staff.score(policyId)).body.tripCount === COMMUTES);
  await at('2027-11-17T09:00:00Z');
  for (const policyId of [consented, unasked])
    await eventually(cast.api, (all) => delivered(all, 'policy.renewal-offered', policyId));
}, 150_000);

describe('the next term of a policy under which was driven', () => {
  const NEXT = {
    ...quoteRequest({ startDate: '2028-01-01', driver: { bonusMalusLevel: 1 } }),
    coverages: ['TPL'],
  };

  it('is offered at the price of the score, where the customer lets its partner see that', async () => {
    const quote = await client.createQuote(NEXT, under(reads));

    expect(quote.body.drivingScore).toMatchObject({ policyId: consented, applied: true });
    expect((await offerOf(consented)).premium).toEqual(quote.body.offers[0].premium);
  });

  it('is offered without, where the customer does not', async () => {
    const { premium } = (await client.createQuote(NEXT)).body.offers[0];

    expect((await offerOf(unasked)).premium).toEqual(premium);
    expect((await offerOf(consented)).premium).not.toEqual(premium);
  });

  it('says by consent alone what driving did to the price', async () => {
    const headers = under(reads);
    const shown = await client.call('getPolicy', 'GET', `/policies/${consented}`, { headers });
    const quote = await client.createQuote(NEXT, headers);

    expect(shown.body.renewalOffer.drivingScore).toEqual(quote.body.drivingScore);
    expect(await offerOf(consented)).not.toHaveProperty('drivingScore');
  });

  it('begins at that price without a word, whatever became of the consent, and keeps it when it changes', async () => {
    const { premium } = await offerOf(consented);
    const stronger = { ...NEXT, vehicle: { ...NEXT.vehicle, powerKw: 120 } };
    const alike = (await client.createQuote(stronger, under(reads))).body.offers[0].premium;
    await cast.anna.withdraw(reads);
    await at('2027-12-17T09:00:00Z');
    await eventually(cast.api, (all) => delivered(all, 'policy.renewed', consented));
    const { body } = await read(consented, '?effectiveAt=2028-01-01');

    expect(body.premium).toEqual(premium);
    const vehicle = { ...body.vehicle, powerKw: 120 };
    const change = await cast.policies.quoteChange(consented, '2028-01-01', { vehicle });
    expect(change.body.newPremium).toEqual(alike);
  });
});
