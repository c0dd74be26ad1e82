import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { redrive } from '../../infra/operator/redriving.ts';
import { breachesIn } from '../faults/invariants/invariants.ts';
import { readWorld } from '../faults/world.ts';
import { type Alteration, alteredAssembly, without } from '../support/altered-assembly.ts';
import { type RunningApi, startApi } from '../support/api.ts';
import { castOf, consentRequest, policyOfAnna } from '../support/consents.ts';
import { tried } from '../support/evidence.ts';
import { operatorOf } from '../support/operator.ts';
import { promptAssembly } from '../support/use-driving.ts';

const PATIENCE = { timeout: 30_000, interval: 250 };

let api: RunningApi;
afterAll(() => api?.stop());

/** Nobody may send to the back office, and what ends a consent cannot be worked off: both give up at once. */
const withoutReceivers: Alteration = (resource, id) => {
  const { Type: type, Properties: properties = {} } = resource;
  if (type === 'AWS::SQS::QueuePolicy' && id.startsWith('InsurerFeed')) return false;
  if (type === 'AWS::Events::Rule' && id.startsWith('EventsToInsurer')) {
    for (const target of properties.Targets as Record<string, unknown>[])
      target.RetryPolicy = { MaximumRetryAttempts: 0 };
  }
  if (type === 'AWS::Lambda::Function' && id.startsWith('drivingpurge')) properties.Timeout = 6;
  if (type === 'AWS::SQS::Queue' && id.startsWith('EndsQueue')) {
    Object.assign(properties, { DelaySeconds: 0, VisibilityTimeout: 6 });
    Object.assign(properties.RedrivePolicy as object, { maxReceiveCount: 1 });
  }
  return without('drivingpurgeRole', 'dynamodb:Query', 'Devices')(resource, id);
};

/** The relay may not tell the bus, and gives up after a second what it could not. */
const withoutRelay: Alteration = (resource, id) => {
  if (resource.Type === 'AWS::Lambda::EventSourceMapping' && id.startsWith('LedgerToRelay'))
    Object.assign(resource.Properties ?? {}, { MaximumRecordAgeInSeconds: 1 });
  return without('relayRole', 'events:PutEvents', 'Bus')(resource, id);
};

/** How many messages lie in a queue of the events' stack. */
const depth = (name: string) => readWorld(api).queues.get(name)?.length ?? 0;

async function spend(): Promise<void> {
  const { policies, reader, anna } = await castOf(api);
  const consentId = await reader.ask(consentRequest());
  await anna.authorise(consentId, await policyOfAnna(policies));
  await anna.withdraw(consentId);
}

/** Starts on the same data with what somebody has broken. */
async function breaking(alter: Alteration): Promise<void> {
  const dataDir = api?.dataDir;
  await api?.stop();
  api = await startApi({ cdkOut: alteredAssembly(alter), ...(dataDir && { dataDir }) });
}

describe('what was given up', () => {
  beforeAll(async () => {
    await breaking(withoutReceivers);
    await spend();
    await vi.waitFor(
      () => expect([depth('Undelivered') > 5, depth('Unpurged')]).toEqual([true, 1]),
      PATIENCE,
    );
    await breaking(withoutRelay);
    await spend();
    await vi.waitFor(() => expect(depth('Unrelayed')).toBeGreaterThan(0), PATIENCE);
    await api.stop();
    api = await startApi({ cdkOut: promptAssembly(), dataDir: api.dataDir });
  }, 120_000);

  it.each(['Undelivered', 'Unrelayed', 'Unpurged'])(
    'into %s is taken back once the cause is mended',
    async (queue) => {
      const { sqs, bring } = operatorOf(api);
      const lying = depth(queue);

      expect(await redrive(sqs, { stage: 'local', queue }, bring)).toBe(lying);
      expect(depth(queue)).toBe(0);
    },
  );

  it('is lost to nobody: every event has arrived, and every queue is worked off', async ({ task }) => {
    const whole = () => expect(breachesIn(readWorld(api), [])).toEqual([]);
    await vi.waitFor(whole, PATIENCE);
    tried(task, 'events that arrived after all', readWorld(api).events.length);
  }, 60_000);

  it('is not taken from a queue that nobody knows', async () => {
    const { sqs, bring } = operatorOf(api);
    await expect(redrive(sqs, { stage: 'local', queue: 'Unknown' }, bring)).rejects.toThrow(
      'there is no queue',
    );
    await expect(redrive(sqs, { stage: 'local', queue: 'Un' }, bring)).rejects.toThrow('may be any of');
  });
});
