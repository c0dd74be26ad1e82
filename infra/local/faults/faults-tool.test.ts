import { afterEach, beforeEach, expect, test } from 'vitest';
import { EdgeServer } from '../gateway/server.ts';
import { FAULT_KINDS } from './fault-kind.ts';
import { Faults } from './faults.ts';
import { FAULTS_PATH, serveFaults } from './faults-tool.ts';

let faults: Faults;
let server: EdgeServer;
let healings: number;
let ask: (method: string, body?: unknown) => Promise<{ status: number; answer: unknown }>;

beforeEach(async () => {
  faults = new Faults();
  healings = 0;
  server = new EdgeServer();
  server.mount(
    FAULTS_PATH,
    serveFaults(faults, async () => {
      healings++;
    }),
  );
  const address = `http://localhost:${await server.listen(0)}${FAULTS_PATH}`;
  ask = async (method, body) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(address, { method, ...(text !== undefined && { body: text }) });
    return { status: response.status, answer: await response.json() };
  };
});
afterEach(() => server.close());

const site = { caller: 'quotes', service: 'dynamodb', action: 'GetItem', resource: 'Quotes' };

test('faults are switched on, told and healed', async () => {
  const plan = { seed: 17, rate: 1, kinds: ['throttle'] };
  expect(await ask('PUT', plan)).toEqual({ status: 200, answer: { plan, counts: {}, injected: [] } });
  faults.meet(site, FAULT_KINDS);
  const told = { counts: { throttle: 1 }, injected: [{ ...site, kind: 'throttle', call: 1 }] };
  expect(await ask('GET')).toEqual({ status: 200, answer: { plan, ...told } });
  expect(await ask('DELETE')).toEqual({ status: 200, answer: told });
  expect([faults.on, healings]).toEqual([false, 1]);
});

test.each(['{', '[]', '{"seed":"17"}', '{"seed":1,"kinds":["fire"]}', ''])('%s is refused', async (body) => {
  expect(await ask('PUT', body)).toMatchObject({ status: 400, answer: { message: expect.any(String) } });
  expect(faults.on).toBe(false);
});

test('nothing else can be done with faults', async () => {
  expect(await ask('POST', { seed: 1 })).toMatchObject({ status: 405 });
});
