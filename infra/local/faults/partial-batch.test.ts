import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Call, Service } from '../aws/endpoint.ts';
import { chance } from './chance.ts';
import { doneInPart, isDivisible } from './partial-batch.ts';

type Requests = Record<string, number[]>;

const callOf = (action: string, input: object): Call => ({
  accessKeyId: 'ASIA',
  action,
  target: `Service.${action}`,
  body: Buffer.from(JSON.stringify(input)),
});
const ask = (seed: number) => ({ chance: (question: string) => chance(seed, question) });
const flat = (requests: Requests) =>
  Object.entries(requests).flatMap(([table, items]) => items.map((item) => `${table} ${item}`));

const tables: fc.Arbitrary<Requests> = fc.dictionary(
  fc.constantFrom('Keys', 'Vault', 'Quotes'),
  fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 12 }),
  { minKeys: 1 },
);

test('of a batch of writes each is done or handed back, and at least one of both', async () => {
  await fc.assert(
    fc.asyncProperty(tables, fc.nat(), async (requests, seed) => {
      const call = callOf('BatchWriteItem', { RequestItems: requests });
      fc.pre(isDivisible(call, { RequestItems: requests }));
      let done: string[] = [];
      const service: Service = async ({ body }) => {
        done = flat(JSON.parse(body.toString()).RequestItems);
        return { status: 200, body: '{"UnprocessedItems":{}}' };
      };
      const { body } = await doneInPart(call, service, ask(seed));
      const left = flat(JSON.parse(String(body)).UnprocessedItems);
      expect(Math.min(done.length, left.length)).toBeGreaterThan(0);
      expect([...done, ...left].sort()).toEqual(flat(requests).sort());
    }),
  );
});

test('of events the answers stay in their order, and each that the bus did not take says so', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 10 }), fc.nat(), async (count, seed) => {
      const Entries = Array.from({ length: count }, (_, number) => ({ Detail: number }));
      const service: Service = async ({ body }) => {
        const results = JSON.parse(body.toString()).Entries.map(({ Detail }: { Detail: number }) => ({
          EventId: String(Detail),
        }));
        return { status: 200, body: JSON.stringify({ FailedEntryCount: 0, Entries: results }) };
      };
      const reply = await doneInPart(callOf('PutEvents', { Entries }), service, ask(seed));
      const { FailedEntryCount: failed, Entries: results } = JSON.parse(String(reply.body));
      expect(results).toHaveLength(count);
      expect(failed).toBeGreaterThan(0);
      expect(results.filter((result: object) => 'ErrorCode' in result)).toHaveLength(failed);
      for (const [place, { EventId: id }] of results.entries())
        if (id !== undefined) expect(id).toBe(String(place));
    }),
  );
});

test('a batch of one is not divisible, nor is what is no batch', () => {
  const one = { RequestItems: { Keys: [1] } };
  expect(isDivisible(callOf('BatchWriteItem', one), one)).toBe(false);
  expect(isDivisible(callOf('PutItem', one), one)).toBe(false);
  expect(isDivisible(callOf('constructor', one), one)).toBe(false);
});

test('a failure of the service stays what it is', async () => {
  const failure = { status: 400, body: '{"__type":"ValidationException"}' };
  const call = callOf('BatchWriteItem', { RequestItems: { Keys: [1, 2] } });
  expect(await doneInPart(call, async () => failure, ask(1))).toBe(failure);
});
