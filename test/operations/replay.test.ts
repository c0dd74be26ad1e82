import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { replay } from '../../infra/operator/replaying.ts';
import { breachesIn } from '../faults/invariants/invariants.ts';
import { itemsIn, readWorld } from '../faults/world.ts';
import type { RunningApi } from '../support/api.ts';
import { type Cast, consentRequest, policyOfAnna, startCast } from '../support/consents.ts';
import { busEvents, delivered, eventually } from '../support/events.ts';
import { times, tried } from '../support/evidence.ts';
import { type Operator, operatorOf } from '../support/operator.ts';
import { promptAssembly } from '../support/use-driving.ts';

const ROOT = join(import.meta.dirname, '../..');

/** An event as the insurer's feed has it. */
interface FedEvent {
  'detail-type': string;
  'replay-name'?: string;
  detail: { eventId: string; aggregateId: string; version: number };
}

let api: RunningApi;
let operator: Operator;
/** When the day began that is replayed, and when it was over. */
let from: Date;
let to: Date;
/** What the insurer's feed had of that day, at first. */
let day: FedEvent[];

beforeAll(async () => {
  const cast = await startCast({ cdkOut: promptAssembly() });
  ({ api } = cast);
  operator = operatorOf(api);
  const before = await spend(cast);
  from = new Date();
  for (let spent = 0; spent < times(2, 20); spent++) await spend(cast);
  to = new Date();
  await spend(cast);
  await vi.waitFor(() => expect(breachesIn(readWorld(api), [])).toEqual([]), {
    timeout: 30_000,
    interval: 250,
  });
  day = fed().filter(({ detail }) => isOfDay(detail.eventId, before));
}, 120_000);
afterAll(() => api?.stop());

describe('a back office that has lost a day', () => {
  let name: string;
  let again: FedEvent[];

  beforeAll(async () => {
    name = await replay(operator.events, { stage: 'local', from, to, rules: ['EventsToInsurer'] });
    again = fed().filter((event) => event['replay-name'] === name);
  });

  it('gets every event of it again, and no other', async ({ task }) => {
    const idsOf = (events: readonly FedEvent[]) => events.map(({ detail }) => detail.eventId).sort();
    const dayIds = (await busEvents(api))
      .filter(({ detail }) => detail.occurredAt >= from.toISOString() && detail.occurredAt < to.toISOString())
      .map(({ detail }) => detail.eventId);
    expect(dayIds.length).toBeGreaterThan(10);
    expect(idsOf(again)).toEqual(dayIds.sort());
    tried(task, 'events replayed to one rule', again.length);
  });

  it('puts together from it what it had', () => {
    const versionsOf = (events: readonly FedEvent[]) =>
      Object.fromEntries(events.map(({ detail }) => [`${detail.aggregateId} ${detail.version}`, detail]));
    expect(versionsOf(again)).toEqual(versionsOf(day));
  });

  it('alone gets it: no other rule was asked for', async () => {
    const events = await busEvents(api);
    const targets = events.flatMap(({ deliveries }) => deliveries.filter(({ replay: of }) => of === name));
    expect(targets).toHaveLength(again.length);
    expect(targets.every(({ target }) => target.includes('EventsToInsurer'))).toBe(true);
  });
});

it('a replay to everybody doubles nothing', async ({ task }) => {
  const before = readWorld(api);
  const name = await replay(operator.events, { stage: 'local', from, to, rules: [] });
  await vi.waitFor(() => expect(breachesIn(readWorld(api), [])).toEqual([]), {
    timeout: 20_000,
    interval: 250,
  });

  const after = readWorld(api);
  for (const table of ['Ledger', 'Policies', 'Claims', 'Consents', 'Scores', 'Releases'])
    expect(itemsIn(after, table), table).toEqual(itemsIn(before, table));
  expect(after.events).toHaveLength(before.events.length);
  tried(task, 'events replayed to every rule', fed().filter((event) => event['replay-name'] === name).length);
});

it('a span without events is replayed as nothing, and one that ends before it begins is refused', async () => {
  const long = { from: new Date(0), to: new Date(1_000) };
  await expect(replay(operator.events, { stage: 'local', ...long, rules: [] })).resolves.toMatch(
    /^local-\d+$/,
  );
  const turned = { from: to, to: from };
  await expect(replay(operator.events, { stage: 'local', ...turned, rules: [] })).rejects.toMatchObject({
    name: 'ValidationException',
  });
});

describe('the command line', () => {
  const run = (script: string, env: NodeJS.ProcessEnv, ...said: string[]) =>
    spawnSync(process.execPath, [join(ROOT, 'infra', script), ...said], { cwd: ROOT, env, encoding: 'utf8' });
  /** What `eval "$(npm run -s operator)"` makes of an environment. */
  const asOperator = (): NodeJS.ProcessEnv => {
    const { stdout } = run('local/operator.ts', { DATA_DIR: api.dataDir });
    return Object.fromEntries(
      [...stdout.matchAll(/^export (\w+)='(.*)'$/gm)].map(([, name, value]) => [name, value]),
    );
  };

  it('works on what runs here as it does in AWS', () => {
    const verified = run('operator/main.ts', asOperator(), 'verify');
    expect(verified).toMatchObject({ status: 0, stderr: '' });
    expect(verified.stdout).toMatch(/^\d\d+ states, \d\d+ entries, 0 forgotten with time, 0 faults\n$/);
    const span = ['--from', from.toISOString(), '--to', to.toISOString(), '--rules', 'EndsRule'];
    expect(run('operator/main.ts', asOperator(), 'replay', ...span)).toMatchObject({ status: 0, stderr: '' });
  });

  it.each([
    ['no command', []],
    ['an unknown one', ['delete']],
    ['an instant that is none', ['restore', '--at', 'yesterday']],
    ['an unknown option', ['verify', '--force']],
    ['a queue that is not said', ['redrive']],
  ])('says how it is used to who says %s', (_, said) => {
    const { status, stderr } = run('operator/main.ts', asOperator(), ...said);
    expect(status).toBe(2);
    expect(stderr).toContain('Usage: npm run operate');
  });

  it('does nothing for who may not', () => {
    const stranger = { ...asOperator(), AWS_ACCESS_KEY_ID: 'stranger' };
    const { status, stderr } = run('operator/main.ts', stranger, 'verify');
    expect(status).toBe(2);
    expect(stderr).toContain('AccessDenied');
  });
});

/** A policy, and a consent to see it that is taken back; answers the ids of the events so far. */
async function spend({ policies, reader, anna }: Cast): Promise<Set<string>> {
  const policyId = await policyOfAnna(policies);
  const consentId = await reader.ask(consentRequest());
  await anna.authorise(consentId, policyId);
  await anna.withdraw(consentId);
  const events = await eventually(api, (all) => delivered(all, 'consent.revoked', consentId));
  return new Set(events.map(({ detail }) => detail.eventId));
}

/** Whether an event was told after those that are known, and before the day was over. */
function isOfDay(eventId: string, known: ReadonlySet<string>): boolean {
  const told = readWorld(api).events.find(({ detail }) => detail.eventId === eventId);
  return !known.has(eventId) && String(told?.detail.occurredAt) < to.toISOString();
}

/** What lies in the insurer's feed. */
function fed(): FedEvent[] {
  return (readWorld(api).queues.get('InsurerFeed') ?? []).map((body) => JSON.parse(body));
}
