import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client, type Reply } from '../support/client.ts';
import { busEvents, type DeliveredEvent, eventually } from '../support/events.ts';
import { databaseProcess, isAlive } from '../support/processes.ts';
import { upcomingRequest } from '../support/risks.ts';

const KILLS = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 'group' : 'main'));
const CLIENTS = 8;
/** So many answers bring the kill. */
const ANSWERS = 40;

/** A quote that was asked for: under which key, and what was answered before the kill, if anything. */
interface Asked {
  key: string;
  answer?: Reply;
}

let api: RunningApi;
let aggregator: Client;
/** Ids of all quotes that ever were answered or made, and the last event of the rounds that are over. */
const quotes = new Set<string>();
let lastEvent = '';

beforeAll(async () => {
  api = await startApi();
  aggregator = await Client.of(api, 'aggregator');
});
afterAll(() => api?.stop());

describe('a kill during load', () => {
  it.each(KILLS.map((scope, index) => [index + 1, scope] as const))(
    'number %i (%s) loses nothing and leaves nothing half done',
    async (_number, scope) => {
      const database = databaseProcess(api);
      const asked = await killUnderLoad(scope);
      api = await api.restart();
      aggregator = await Client.of(api, 'aggregator');

      expect(isAlive(database)).toBe(false);
      const made = await Promise.all(asked.map(madeWhole));
      for (const quoteId of made) quotes.add(quoteId);
      await expectEvents(made);
    },
  );

  it('leaves all of them in the list, each with its event, and none besides', async () => {
    expect([...(await listed())].sort()).toEqual([...quotes].sort());
    const events = await busEvents(api);
    expect(new Set(events.map(({ detail }) => detail.aggregateId))).toEqual(quotes);
    expect(events.every(hasArrived)).toBe(true);
  });
});

/** Asks for quotes without a pause from all sides, and kills amidst; what was asked, and answered. */
async function killUnderLoad(scope: 'group' | 'main'): Promise<Asked[]> {
  const asked: Asked[] = [];
  let answers = 0;
  const ask = async (): Promise<void> => {
    const one: Asked = { key: randomUUID() };
    asked.push(one);
    try {
      one.answer = await create(one.key);
    } catch (error) {
      if (answers < ANSWERS) throw error;
      return;
    }
    if (++answers !== ANSWERS) return ask();
    await sleep(Math.random() * 20);
    await api.kill(scope);
  };
  await Promise.all(Array.from({ length: CLIENTS }, ask));
  return asked;
}

function create(key: string): Promise<Reply> {
  return aggregator.createQuote(upcomingRequest(), { 'idempotency-key': key });
}

/**
 * Asks again for what was asked: an answered quote is the one of its key in the ledger, an unanswered one was made
 * whole, or not at all and is made now. Either way its state and its price are there. Answers its id.
 */
async function madeWhole({ key, answer }: Asked): Promise<string> {
  const again = await create(key);
  expect(again.status).toBe(201);
  if (answer) {
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(answer.body);
  }
  const { quoteId } = again.body;
  expect((await aggregator.getQuote(quoteId)).body).toEqual(again.body);
  expect((await aggregator.replayQuote(quoteId)).body.same).toBe(true);
  return quoteId;
}

/** Waits until every one of these quotes has an event that has arrived. */
async function expectEvents(quoteIds: readonly string[]): Promise<void> {
  const events = await eventually(
    api,
    (all) => {
      const arrived = new Set(all.filter(hasArrived).map(({ detail }) => detail.aggregateId));
      return all.every(hasArrived) && quoteIds.every((quoteId) => arrived.has(quoteId));
    },
    lastEvent,
  );
  lastEvent = events.at(-1)?.id ?? lastEvent;
}

function hasArrived({ deliveries }: DeliveredEvent): boolean {
  return deliveries.length > 0 && deliveries.every(({ status }) => status === 'delivered');
}

/** Ids of all quotes that the list shows. */
async function listed(): Promise<string[]> {
  const ids: string[] = [];
  for (let query = '?limit=100'; ; ) {
    const { body } = await aggregator.listQuotes(query);
    ids.push(...body.data.map(({ quoteId }: { quoteId: string }) => quoteId));
    if (body.next === null) return ids;
    query = `?limit=100&cursor=${body.next}`;
  }
}
