import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningApi, startApi } from '../support/api.ts';
import { Claims, lossOf } from '../support/claims.ts';
import { Client } from '../support/client.ts';
import { daysAhead } from '../support/days.ts';
import { EvenRace } from '../support/even-race.ts';
import { Policies, valuedRequest } from '../support/policies.ts';
import { unthrottledAssembly } from '../support/unthrottled.ts';

const ROUNDS = 20;
const TODAY = daysAhead(0);
const YESTERDAY = daysAhead(-1);

let api: RunningApi;
let broker: Policies;
let claims: Claims;
let policyId: string;

beforeAll(async () => {
  api = await startApi({ cdkOut: unthrottledAssembly() });
  const client = await Client.of(api, 'broker');
  broker = new Policies(client);
  claims = new Claims(client);
});
afterAll(() => api?.stop());

/** Cover of the last ten days. */
const insure = async () => (await broker.bind(valuedRequest('10000.00', daysAhead(-10)))).body.policyId;
beforeEach(async () => {
  policyId = await insure();
});

const lossYesterday = (id = policyId) => lossOf(id, { occurredAt: YESTERDAY });
const notified = { status: 422, body: { type: 'urn:partner-api:problem:claim-notified' } };

describe('once a loss was notified, a policy', () => {
  beforeEach(async () => {
    await claims.open(lossYesterday());
  });

  it('is of another version', async () => {
    const { status } = await broker.cancel(policyId, 1, TODAY, 'insurer');
    expect(status).toBe(412);
  });

  it('was taken up', async () => {
    const refused = await broker.cancel(policyId, 2, TODAY, 'not-taken-up');
    expect(refused).toMatchObject(notified);
    expect(refused.body.errors).toMatchObject([{ pointer: '/reason' }]);
  });

  it('cannot end before the loss, nor on its day', async () => {
    const refused = await broker.cancel(policyId, 2, YESTERDAY, 'insurer');
    expect(refused).toMatchObject(notified);
    expect((await broker.cancel(policyId, 2, TODAY, 'total-loss')).status).toBe(200);
  });

  it('is not changed behind it', async () => {
    const address = { line1: 'Markt 1', city: 'Antwerpen', postcode: '2000', country: 'BE' };
    expect(await broker.quoteChange(policyId, YESTERDAY, { address })).toMatchObject(notified);
    expect((await broker.quoteChange(policyId, TODAY, { address })).status).toBe(201);
  });
});

it('a change that was quoted before a loss is not issued behind it', async () => {
  const address = { line1: 'Markt 1', city: 'Antwerpen', postcode: '2000', country: 'BE' };
  const quoted = await broker.quoteChange(policyId, YESTERDAY, { address });
  await claims.open(lossYesterday());

  expect(await broker.issueChange(quoted, 2)).toMatchObject(notified);
});

it('a cancellation that meets a notification leaves exactly one of them', async () => {
  const winners = new Set<string>();
  const race = new EvenRace();
  for (let round = 0; round < ROUNDS; round++) {
    const raced = await insure();
    const [claim, { status }] = await race.run(
      () => claims.notify(lossYesterday(raced)),
      () => broker.cancel(raced, 1, YESTERDAY, 'insurer'),
    );

    const outcome = `${claim.status} ${status}`;
    expect(['201 412', '201 422', '422 200']).toContain(outcome);
    winners.add(claim.status === 201 ? 'notification' : 'cancellation');
    race.won(claim.status === 201 ? 'first' : 'second');
    if (claim.status === 422) expect(claim.body.type).toMatch(/not-covered-then$/);
    const { body } = await broker.get(raced, `?effectiveAt=${YESTERDAY}`);
    expect(body.status).toBe(claim.status === 201 ? 'in-force' : 'cancelled');
    expect((await claims.list(`?policyId=${raced}`)).body.data).toHaveLength(claim.status === 201 ? 1 : 0);
  }
  expect([...winners].sort()).toEqual(['cancellation', 'notification']);
});
