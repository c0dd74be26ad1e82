import {
  DescribeReplayCommand,
  EventBridgeClient,
  ListArchivesCommand,
  ListRulesCommand,
  PutEventsCommand,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT, busArn, REGION, type Services, startServices } from '../support/services.ts';

const BUS = 'house';
const arnOf = (kind: string, name: string) => `arn:aws:events:${REGION}:${ACCOUNT}:${kind}/${name}`;
const ARCHIVE = arnOf('archive', 'memory');

interface Envelope {
  'replay-name'?: string;
  detail: { number: number };
}

let services: Services;
let events: EventBridgeClient;
/** What arrived at each rule. */
const arrived: Record<'all' | 'even' | 'new', Envelope[]> = { all: [], even: [], new: [] };

beforeAll(async () => {
  services = await startServices();
  services.bus.addBus(BUS, busArn(BUS));
  const rule = (name: keyof typeof arrived, pattern: object) => {
    const deliver = (event: object) => void arrived[name].push(event as Envelope);
    const target = { deliver, maximumAttempts: 0, maximumAgeSeconds: 60 };
    services.bus.addRule(BUS, pattern, new Map([[name, target]]), arnOf('rule', `${BUS}/${name}`));
  };
  rule('all', { source: ['here'] });
  rule('even', { detail: { even: [true] } });
  rule('new', { source: ['here'], 'replay-name': [{ exists: false }] });
  const archive = { name: 'memory', arn: ARCHIVE, busName: BUS, busArn: busArn(BUS), retentionDays: 365 };
  services.replays.addArchive({ ...archive, pattern: '{"source":["here"]}' });
  events = new EventBridgeClient(services.as(['events:*', '*']));
  for (const number of [1, 2, 3, 4]) await say(number, 'here');
  await say(5, 'elsewhere');
});
afterAll(() => services?.close());

/** One event an hour, from the first hour of a day on. */
const hour = (number: number) => new Date(Date.UTC(2026, 10, 20, number));

async function say(number: number, Source: string): Promise<void> {
  const Detail = JSON.stringify({ number, even: number % 2 === 0 });
  const entry = { EventBusName: BUS, Source, DetailType: 'said', Detail, Time: hour(number) };
  const { FailedEntryCount: failed } = await events.send(new PutEventsCommand({ Entries: [entry] }));
  expect(failed).toBe(0);
}

function start(ReplayName: string, from: Date, to: Date, rules?: string[], client = events) {
  const FilterArns = rules?.map((rule) => arnOf('rule', `${BUS}/${rule}`));
  const Destination = { Arn: busArn(BUS), ...(FilterArns && { FilterArns }) };
  const span = { EventStartTime: from, EventEndTime: to };
  return client.send(new StartReplayCommand({ ReplayName, EventSourceArn: ARCHIVE, ...span, Destination }));
}

/** The numbers that a replay brought to each rule, once it is complete. */
async function brought(name: string): Promise<Record<string, number[]>> {
  const state = async () => (await events.send(new DescribeReplayCommand({ ReplayName: name }))).State;
  await expect.poll(state).toBe('COMPLETED');
  const numbers = (all: Envelope[]) =>
    all.filter((event) => event['replay-name'] === name).map(({ detail }) => detail.number);
  return Object.fromEntries(Object.entries(arrived).map(([rule, all]) => [rule, numbers(all)]));
}

describe('a replay', () => {
  it('brings a span of time to every rule that wants it, and not to one that wants no replays', async () => {
    await start('span', hour(2), hour(4));
    expect(await brought('span')).toEqual({ all: [2, 3], even: [2], new: [] });
  });

  it('brings what the archive keeps to the rules that are named, and nothing else', async () => {
    await start('named', hour(0), hour(24), ['even']);
    expect(await brought('named')).toEqual({ all: [], even: [2, 4], new: [] });
  });

  it('leaves the first way of events as it was', () => {
    const first = (all: Envelope[]) => all.filter((event) => !event['replay-name']).length;
    expect(Object.values(arrived).map(first)).toEqual([4, 2, 4]);
    expect(services.bus.list()).toHaveLength(5);
  });

  it.each([
    ['ResourceAlreadyExistsException', 'span', hour(2)],
    ['ValidationException', 'turned', hour(5)],
  ])('is refused by %s: %s', async (name, replay, from) => {
    await expect(start(replay, from, hour(4))).rejects.toMatchObject({ name });
  });

  it('is for who has the right to the archive', async () => {
    const other = new EventBridgeClient(services.as(['events:StartReplay', arnOf('archive', 'another')]));
    await expect(start('denied', hour(0), hour(4), [], other)).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    const unknown = events.send(new DescribeReplayCommand({ ReplayName: 'denied' }));
    await expect(unknown).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

it('archives and rules are listed', async () => {
  const { Archives: archives } = await events.send(new ListArchivesCommand({}));
  expect(archives).toMatchObject([
    { ArchiveName: 'memory', EventSourceArn: busArn(BUS), RetentionDays: 365 },
  ]);
  const { Rules: rules = [] } = await events.send(
    new ListRulesCommand({ EventBusName: BUS, NamePrefix: 'e' }),
  );
  expect(rules.map(({ Arn }) => Arn)).toEqual([arnOf('rule', `${BUS}/even`)]);
});
