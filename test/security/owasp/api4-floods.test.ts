import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApi, startApi } from '../../support/api.ts';
import { eachOf } from '../../support/each-of.ts';
import { times, tried } from '../../support/evidence.ts';
import { send } from '../../support/request.ts';
import { upcomingRequest } from '../../support/risks.ts';
import { readItems } from '../../support/sqlite-tables.ts';

/** With the usage plans that the template has. */
let api: RunningApi;
/** A partner of 50 requests a second, and one of 5,000. */
let greedy: string;
let other: string;

beforeAll(async () => {
  api = await startApi();
  [greedy = '', other = ''] = await Promise.all(['broker', 'aggregator'].map((name) => api.token(name)));
}, 180_000);
afterAll(() => api?.stop());

const rememberedKeys = () => readItems(api.dataDir, 'Idempotency');

/** Asks for a quote under a key of its own, and gives the status. */
async function quote(body: object): Promise<number> {
  const headers = { 'idempotency-key': randomUUID() };
  return (await send(api, { method: 'POST', path: '/quotes', token: other, headers, body })).status;
}

describe('API4:2023 floods', () => {
  it('API4:2023 of keys: what is refused is not remembered, and what is remembered is forgotten in time', async ({
    task,
  }) => {
    const [before, flood] = [rememberedKeys().length, times(60, 600)];
    const statuses = new Set<number>();
    await eachOf(Array(flood).keys(), async () => {
      statuses.add(await quote({ ...upcomingRequest(), product: 'yacht' }));
    });
    expect([...statuses]).toEqual([422]);
    expect(rememberedKeys()).toHaveLength(before);
    expect(await quote(upcomingRequest())).toBe(201);
    expect(rememberedKeys()).toHaveLength(before + 1);
    expect(rememberedKeys().filter((item) => !('expiresAt' in item))).toEqual([]);
    tried(task, 'keys that came with a refusal', flood);
  });

  it('API4:2023 of names: parameters without number, or without end, are refused', async ({ task }) => {
    const many = Array.from({ length: 400 }, (_, n) => `p${n}=1`).join('&');
    const queries = [many, `cursor=${'x'.repeat(7_000)}`, `${'x'.repeat(7_000)}=1`, '&'.repeat(4_000) + many];
    for (const query of queries)
      expect((await send(api, { path: `/quotes?${query}`, token: other })).status).toBe(400);
    tried(task, 'queries without end', queries.length);
  });

  it('API4:2023 of requests: who asks without end is throttled, and others are answered as ever', {
    timeout: 120_000,
  }, async ({ task }) => {
    const ask = (token: string) => send(api, { path: '/products/motor', token });
    await Promise.all([ask(greedy), ask(other)]);
    const flood = Array.from({ length: 400 }, () => ask(greedy));
    const beside = Array.from({ length: 40 }, () => ask(other));
    const statuses = (await Promise.all(flood)).map(({ status }) => status);
    const refused = statuses.filter((status) => status === 429).length;
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    expect((await Promise.all(beside)).every(({ status }) => status === 200)).toBe(true);
    tried(task, 'requests of a partner of 50 a second, at once', flood.length, { refused });
  });
});
