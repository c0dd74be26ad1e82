import { afterAll, beforeAll, expect, it } from 'vitest';
import { addDays } from '../../functions/platform/calendar.ts';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client } from '../support/client.ts';
import { Policies, valuedRequest } from '../support/policies.ts';
import { startUnitMeter, type UnitMeter } from '../support/unit-meter.ts';
import { unthrottledAssembly } from '../support/unthrottled.ts';

const INCEPTION = '2026-12-01';
/** Changes on as many days, then cancellations and reinstatements by turns. */
const CHANGES = 349;

let database: UnitMeter;
let api: RunningApi;
let broker: Policies;

beforeAll(async () => {
  database = await startUnitMeter();
  const env = { NOW: `${INCEPTION}T09:00:00Z`, DYNAMODB_ENDPOINT: database.endpoint };
  api = await startApi({ env, cdkOut: unthrottledAssembly() });
  broker = new Policies(await Client.of(api, 'broker'));
});
afterAll(async () => {
  await api?.stop();
  await database?.close();
});

/** A policy with so many transactions, one segment for each change. */
async function policyWith(transactions: number): Promise<string> {
  const { body } = await broker.bind(valuedRequest('10000.00', INCEPTION));
  const { policyId, vehicle } = body;
  for (let version = 1; version < transactions; version++) {
    const { status } =
      version <= CHANGES
        ? await change(policyId, version, vehicle)
        : await endOrBegin(policyId, version, addDays(INCEPTION, CHANGES + 1));
    if (status !== 200) throw new Error(`transaction ${version} answered ${status}`);
  }
  return policyId;
}

async function change(policyId: string, version: number, vehicle: object) {
  const value = { amount: `${10_000 + version}.00`, currency: 'EUR' };
  const quoted = await broker.quoteChange(policyId, addDays(INCEPTION, version), {
    vehicle: { ...vehicle, value },
  });
  return broker.issueChange(quoted, version);
}

function endOrBegin(policyId: string, version: number, day: string) {
  const ends = (version - CHANGES) % 2 === 1;
  return ends
    ? broker.cancel(policyId, version, day, 'customer-request')
    : broker.reinstate(policyId, version, day);
}

/** The read units of reading a policy once, of the tables that the read itself asks. */
async function unitsOf(policyId: string): Promise<number> {
  // Whatever is read once in a while, by the authorizer say, is read before.
  await broker.get(policyId);
  const before = total();
  const { status } = await broker.get(policyId);
  expect(status).toBe(200);
  return total() - before;
}

function total(): number {
  const tables = Object.entries(database.read()).filter(([table]) =>
    /policies|segments|vault|keys|ledger/i.test(table),
  );
  return tables.reduce((sum, [, units]) => sum + units, 0);
}

it('reading a policy costs the same with 500 transactions as with 5', async () => {
  const [five, many] = [await policyWith(5), await policyWith(500)];
  const stack = await broker.transactions(many, '?limit=100');
  expect(stack.body.next).not.toBeNull();

  const [few, most] = [await unitsOf(five), await unitsOf(many)];

  expect(few).toBeGreaterThan(0);
  expect(Math.abs(most - few)).toBeLessThanOrEqual(1);
}, 180_000);
