import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Platform, startPlatform } from '../support/platform.ts';

const MORNING = '2026-11-21T08:00:00.000Z';
const NEXT_DAY = '2026-11-22T00:00:00.000Z';

let platform: Platform;
let mayTry: typeof import('../../functions/quotes/attempt-store.ts').mayTry;

beforeAll(async () => {
  platform = await startPlatform({
    Idempotency: { variable: 'IDEMPOTENCY_TABLE', keys: ['requestKey'] },
  });
  ({ mayTry } = await import('../../functions/quotes/attempt-store.ts'));
});
afterAll(() => platform.close());

const drivers = (count: number) => Array.from({ length: count }, (_, index) => `driver-${index}`);

it('a consent is tried with five drivers a day, with each of them as often as is asked', async () => {
  const attempt = (driver: string, at = MORNING) => mayTry('con_1', driver, at);
  const outcomes: boolean[] = [];
  for (const driver of drivers(7)) outcomes.push(await attempt(driver));

  expect(outcomes).toEqual([true, true, true, true, true, false, false]);
  for (const driver of drivers(5)) expect(await attempt(driver)).toBe(true);
  expect(await attempt('driver-6', NEXT_DAY)).toBe(true);
  expect(await mayTry('con_2', 'driver-6', MORNING)).toBe(true);
});

it('of many drivers at the same moment no more are tried', async () => {
  const outcomes = await Promise.all(drivers(40).map((driver) => mayTry('con_3', driver, MORNING)));
  expect(outcomes.filter(Boolean)).toHaveLength(5);
});

it('a day’s attempts forget themselves as it ends', async () => {
  await mayTry('con_4', 'a-driver', MORNING);
  const key = { requestKey: { S: 'drivers#con_4#2026-11-21' } };
  const { Item: item } = await platform.client.send(
    new GetItemCommand({ TableName: 'Idempotency', Key: key }),
  );
  expect(item?.expiresAt?.N).toBe(String(Date.parse(NEXT_DAY) / 1000));
});
