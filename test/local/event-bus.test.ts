import { EventBridgeClient, ListRulesCommand, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Target } from '../../infra/local/events/event-bus.ts';
import { temporaryDirectory } from '../support/directories.ts';
import { deliveredIn, killAll, spawnEvents } from '../support/events-spawned.ts';
import { busArn, letEventsSend, REGION, type Services, startServices } from '../support/services.ts';

const RULE = 'arn:aws:events:eu-central-1:000000000000:rule/house/all';

let services: Services;
let client: EventBridgeClient;
beforeEach(async () => {
  services = await startServices();
  services.bus.addBus('house', busArn('house'));
  client = new EventBridgeClient(services.as(['events:PutEvents', busArn('house')]));
});
afterEach(() => services.close());

const entry = (over: object = {}) => ({
  EventBusName: 'house',
  Source: 'test',
  DetailType: 'tested',
  Detail: '{"number":1}',
  ...over,
});
const put = (...entries: object[]) => client.send(new PutEventsCommand({ Entries: entries }));

const rule = (target: Partial<Target>, pattern: object = { source: ['test'] }, name = 'target') =>
  services.bus.addRule(
    'house',
    pattern,
    new Map([[name, { deliver: () => {}, maximumAttempts: 3, maximumAgeSeconds: 60, ...target }]]),
  );

interface Listed {
  id: string;
  deliveries: { target: string; status: string; attempts: number }[];
}
const listed = (since?: string, limit?: number) => services.bus.list(since, limit) as Listed[];
const statuses = () => listed().flatMap(({ deliveries }) => deliveries.map(({ status }) => status));

/** Takes what is written to stderr, where failures are expected. */
function hush() {
  const said = vi.spyOn(console, 'error').mockReturnValue();
  onTestFinished(() => said.mockRestore());
  return said;
}

describe('PutEvents', () => {
  test('takes an event and delivers it in its envelope', async () => {
    const deliver = vi.fn();
    rule({ deliver });
    const Time = new Date('2026-11-20T08:00:00Z');
    const { FailedEntryCount, Entries } = await put(entry({ Time, Resources: ['arn:one'] }));
    expect({ FailedEntryCount, Entries }).toEqual({
      FailedEntryCount: 0,
      Entries: [{ EventId: expect.any(String) }],
    });
    await expect.poll(statuses).toEqual(['delivered']);
    expect(deliver).toHaveBeenCalledExactlyOnceWith({
      version: '0',
      id: Entries?.[0]?.EventId,
      'detail-type': 'tested',
      source: 'test',
      account: '000000000000',
      time: '2026-11-20T08:00:00.000Z',
      region: REGION,
      resources: ['arn:one'],
      detail: { number: 1 },
    });
  });

  test('says of each entry whether it was taken', async () => {
    const { FailedEntryCount, Entries } = await put(
      entry(),
      entry({ Detail: '[1]' }),
      entry({ Detail: 'no' }),
      entry({ Source: '' }),
    );
    expect(FailedEntryCount).toBe(3);
    expect(Entries?.map(({ EventId, ErrorCode }) => ErrorCode ?? typeof EventId)).toEqual([
      'string',
      'MalformedDetail',
      'MalformedDetail',
      'MalformedDetail',
    ]);
    expect(listed()).toHaveLength(1);
  });

  test.each([
    ['more than ten entries', Array.from({ length: 11 }, () => entry())],
    ['more than 256 KB', [entry({ Detail: JSON.stringify({ text: 'x'.repeat(265_000) }) })]],
    ['no entry', []],
  ])('refuses %s', async (_, entries) => {
    await expect(put(...entries)).rejects.toMatchObject({ name: 'ValidationException' });
    expect(listed()).toEqual([]);
  });

  test('takes nothing when the role lacks one of the buses', async () => {
    await expect(put(entry(), entry({ EventBusName: 'default' }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    expect(listed()).toEqual([]);
  });

  test('is all that functions may call', async () => {
    await expect(client.send(new ListRulesCommand({}))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });
});

describe('a rule', () => {
  test('takes the events of its bus that fit its pattern', async () => {
    rule({}, { 'detail-type': ['one'] }, 'one');
    rule({}, { 'detail-type': [{ prefix: 'o' }] }, 'o');
    rule({}, { source: ['other'] }, 'other');
    services.bus.addRule('default', { source: ['test'] }, new Map());
    await put(entry({ DetailType: 'one' }), entry({ DetailType: 'two' }));
    expect(listed().map(({ deliveries }) => deliveries.map(({ target }) => target))).toEqual([
      ['one', 'o'],
      [],
    ]);
  });

  test('tries again, with pauses, until the target takes the event', async () => {
    let calls = 0;
    rule({
      deliver: () => {
        if (++calls < 3) throw new Error('busy');
      },
    });
    await put(entry());
    await expect.poll(statuses).toEqual(['delivered']);
    expect(listed()[0]?.deliveries).toMatchObject([{ attempts: 3 }]);
  });

  test.each([
    ['tried often enough', { maximumAttempts: 1 }, 2],
    ['too old', { maximumAgeSeconds: 0 }, 1],
  ])('buries what was %s', async (_, patience, attempts) => {
    hush();
    const bury = vi.fn();
    const deliver = () => {
      throw new Error('never');
    };
    rule({ deliver, bury, ...patience });
    await put(entry());
    await expect.poll(statuses).toEqual(['dead']);
    expect(bury).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ detail: { number: 1 } }));
    expect(listed()[0]?.deliveries).toMatchObject([{ attempts }]);
  });

  test('goes by the age since the bus took an event, not by the time that its sender gave', async () => {
    let calls = 0;
    rule({
      deliver: () => {
        if (++calls < 2) throw new Error('busy');
      },
    });
    await put(entry({ Time: new Date('2020-01-01T00:00:00Z') }));
    await expect.poll(statuses).toEqual(['delivered']);
  });

  test('that cannot even bury an event says so, and holds up no other', async () => {
    const said = hush();
    const fail = () => {
      throw new Error('never');
    };
    rule({ deliver: fail, bury: fail, maximumAttempts: 0 }, { 'detail-type': ['bad'] }, 'bad');
    rule({}, { 'detail-type': ['good'] }, 'good');
    await put(entry({ DetailType: 'bad' }), entry({ DetailType: 'good' }));
    await expect.poll(statuses).toEqual(['dead', 'delivered']);
    expect(said).toHaveBeenCalledWith('event bus: it is lost:', expect.any(Error));
  });

  test('sends to a queue, and to its dead letters when that queue does not let it', async () => {
    hush();
    const [feed, dead] = [await services.addQueue('feed'), await services.addQueue('dead')];
    services.iam.addResourcePolicy(dead.arn, letEventsSend('dead'));
    const send = (arn: string) => (event: object) =>
      services.queues.sendAsService('events.amazonaws.com', RULE, arn, event);
    rule({ deliver: send(feed.arn), bury: send(dead.arn), maximumAttempts: 0 });
    await put(entry());
    await expect.poll(statuses).toEqual(['dead']);
    services.iam.addResourcePolicy(feed.arn, letEventsSend('feed'));
    await put(entry());
    await expect.poll(statuses).toEqual(['dead', 'delivered']);
    const reader = new SQSClient(services.as(['sqs:ReceiveMessage', [feed.arn, dead.arn]]));
    for (const { url: QueueUrl } of [feed, dead]) {
      const { Messages } = await reader.send(new ReceiveMessageCommand({ QueueUrl }));
      expect(JSON.parse(Messages?.[0]?.Body ?? '')).toMatchObject({ source: 'test', detail: { number: 1 } });
    }
  });
});

test('events are listed in the order of their arrival, page by page', async () => {
  for (let number = 0; number < 5; number++) await put(entry({ Detail: JSON.stringify({ number }) }));
  const first = listed('', 3);
  const rest = listed(first.at(-1)?.id);
  expect([...first, ...rest]).toMatchObject([0, 1, 2, 3, 4].map((number) => ({ detail: { number } })));
  expect(rest).toHaveLength(2);
});

describe('a bus that was killed', () => {
  afterEach(killAll);

  test('delivers after its restart every event that it had acknowledged', async () => {
    const dataDir = temporaryDirectory();
    const { credentials, endpoint, kill } = await spawnEvents(dataDir);
    const doomed = new EventBridgeClient({ region: REGION, credentials, endpoint, maxAttempts: 1 });
    const acknowledged: string[] = [];
    let killed: Promise<unknown> | undefined;
    for (let number = 0; !killed; number++) {
      const command = new PutEventsCommand({ Entries: [entry(), entry(), entry()] });
      const { Entries = [] } = await doomed.send(command);
      acknowledged.push(...Entries.map(({ EventId = '' }) => EventId));
      // At once after an answer: nothing may be left to be written.
      if (number === 20) killed = kill();
    }
    await killed;
    await spawnEvents(dataDir, { DELIVER: '1' });
    const delivered = () => deliveredIn<{ id: string }>(dataDir).map(({ id }) => id);
    await expect.poll(() => delivered().toSorted(), { timeout: 10_000 }).toEqual(acknowledged.toSorted());
  });
});
