import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, dayIn, firstInstantOf } from '../../functions/platform/calendar.ts';
import { type Claimants, lossNow, startClaimants } from '../support/claimants.ts';
import type { Reply } from '../support/client.ts';
import { fresh, RATED_VEHICLE, VEHICLE, valuedRequest } from '../support/policies.ts';

const ZONE = 'Europe/Brussels';
const NEXT_VEHICLE = { vin: 'TMBJJ7NE8L0184462', plate: '1-XYZ-987' };

let cast: Claimants;
let today: string;
let policyId: string;

/** The day so many days ago, where the product is sold. */
const ago = (days: number) => addDays(today, -days);

/** A policy that began 25 days ago, got another vehicle 18 days ago, ended 12 ago, began again 8 ago and ended 3 ago. */
beforeAll(async () => {
  cast = await startClaimants();
  today = dayIn(ZONE, new Date().toISOString());
  const { policies } = cast;
  ({ policyId } = (await policies.bind(valuedRequest('10000.00', ago(25)))).body);
  const value = { amount: '10000.00', currency: 'EUR' };
  const change = { vehicle: { ...RATED_VEHICLE, ...NEXT_VEHICLE, value } };
  const quoted = await policies.quoteChange(policyId, ago(18), change);
  expectDone(await policies.issueChange(quoted, 1, fresh()));
  expectDone(await policies.cancel(policyId, 2, ago(12), 'insurer'));
  expectDone(await policies.reinstate(policyId, 3, ago(8)));
  expectDone(await policies.cancel(policyId, 4, ago(3), 'insurer'));
});
afterAll(() => cast?.api.stop());

function expectDone({ status, body }: Reply): void {
  if (status !== 200) throw new Error(JSON.stringify(body));
}

const lossOn = (occurredAt: string, instead: object = {}) => lossNow(policyId, { occurredAt, ...instead });

/** What a loss of a moment is answered: where the claim goes, or why there is none. */
async function answer(occurredAt: string): Promise<string> {
  const { status, body } = await cast.brokers.notify(lossOn(occurredAt));
  if (status === 201) return 'covered';
  expect(status).toBe(422);
  expect(body.errors).toMatchObject([{ in: 'body', pointer: '/occurredAt' }]);
  return body.type.replace('urn:partner-api:problem:', '');
}

describe('a loss', () => {
  it.each<[string, number, string]>([
    ['before inception', 26, 'not-covered-then'],
    ['on the first day', 25, 'covered'],
    ['on the last day before the gap', 13, 'covered'],
    ['on the first day of the gap', 12, 'not-covered-then'],
    ['on the last day of the gap', 9, 'not-covered-then'],
    ['on the day of the reinstatement', 8, 'covered'],
    ['on the last day of cover', 4, 'covered'],
    ['on the day of the cancellation', 3, 'not-covered-then'],
    ['today, after it', 0, 'not-covered-then'],
    ['tomorrow', -1, 'loss-in-the-future'],
  ])('%s', async (_when, days, expected) => {
    expect(await answer(ago(days))).toBe(expected);
  });

  it('in a moment is one of the future', async () => {
    expect(await answer(new Date(Date.now() + 60_000).toISOString())).toBe('loss-in-the-future');
  });

  it('at midnight is one of the product’s time zone', async () => {
    const end = Date.parse(firstInstantOf(ZONE, ago(3)));
    expect(await answer(new Date(end - 1).toISOString())).toBe('covered');
    expect(await answer(new Date(end).toISOString())).toBe('not-covered-then');
    const begin = Date.parse(firstInstantOf(ZONE, ago(25)));
    expect(await answer(new Date(begin - 1).toISOString())).toBe('not-covered-then');
    expect(await answer(new Date(begin).toISOString())).toBe('covered');
  });

  it('says why it was not covered', async () => {
    const detailOf = async (days: number) => (await cast.brokers.notify(lossOn(ago(days)))).body.detail;
    expect(await detailOf(26)).toBe(`Cover begins on ${ago(25)}.`);
    const gap = `The policy was cancelled from ${ago(12)} on, and reinstated from ${ago(8)} on.`;
    expect(await detailOf(10)).toBe(gap);
    expect(await detailOf(1)).toBe(`The policy was cancelled from ${ago(3)} on.`);
  });
});

describe('the vehicle of the day counts', () => {
  const insured = async (days: number, plate: string) => {
    const claimId = await cast.brokers.open(lossOn(ago(days), { vehicles: [{ plate }] }));
    const { body } = await cast.handlers.get(claimId);
    const asked = body.reasons.some(({ code }: { code: string }) => code === 'vehicle-not-insured');
    expect(body.vehicles).toMatchObject([{ plate, insured: !asked }]);
    return !asked;
  };

  it.each([
    ['the first before the change', 19, VEHICLE.plate, true],
    ['the first after it', 18, VEHICLE.plate, false],
    ['the next before it', 19, NEXT_VEHICLE.plate, false],
    ['the next after it', 18, NEXT_VEHICLE.plate, true],
  ])('%s', async (_what, days, plate, expected) => {
    expect(await insured(days, plate)).toBe(expected);
  });
});
