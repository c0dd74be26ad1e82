import { DeleteTableCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findTables, type LiveTable, tableCalled } from '../../infra/operator/house.ts';
import { type Restored, restore } from '../../infra/operator/restoring.ts';
import { verify } from '../../infra/operator/verifying.ts';
import { breachesIn } from '../faults/invariants/invariants.ts';
import { readWorld } from '../faults/world.ts';
import type { RunningApi } from '../support/api.ts';
import { Client, type Reply } from '../support/client.ts';
import { type Cast, consentRequest, policyOfAnna, startCast } from '../support/consents.ts';
import { eventually } from '../support/events.ts';
import { times, tried } from '../support/evidence.ts';
import { type Operator, operatorOf } from '../support/operator.ts';
import { fresh } from '../support/policies.ts';
import { upcomingRequest } from '../support/risks.ts';
import { corrupt, empty, vandalOf } from '../support/vandal.ts';

const stage = 'local';

let api: RunningApi;
let cast: Cast;
let broker: Client;
let operator: Operator;
let tables: LiveTable[];
let policyIds: string[];
/** Quotes that were answered, by when that was. */
const answered: { reply: Reply; at: number }[] = [];
/** An instant amidst the journey, and one when all was done and well. */
let amidst: Date;
let well: Date;

beforeAll(async () => {
  cast = await startCast();
  ({ api } = cast);
  broker = await Client.of(api, 'broker');
  operator = operatorOf(api);
  tables = await findTables(operator.dynamodb, stage);
  const { policies, reader, anna } = cast;
  policyIds = [await policyOfAnna(policies), await policyOfAnna(policies)];
  const consentId = await reader.ask(consentRequest());
  await anna.authorise(consentId);
  await journey(times(10, 60));
  amidst = new Date();
  await journey(times(10, 60));
  await settled();
  well = new Date();
}, 120_000);
afterAll(() => api?.stop());

describe('tables that were emptied, all of them, the ledger too', () => {
  let lost: number;

  beforeAll(async () => {
    const vandal = vandalOf(api);
    lost = 0;
    for (const table of tables) lost += await empty(vandal, table);
  });

  it('are restored to an instant amidst the journey, each commit whole or not at all', async ({ task }) => {
    const { items, seconds } = await restoreAt(amidst);

    expect(items).toBeLessThan(lost);
    const { faults, states } = await verify(operator.dynamodb, stage);
    expect(faults).toEqual([]);
    for (const { reply } of answered.filter(({ at }) => at <= amidst.getTime())) await expectQuote(reply);
    tried(task, 'items restored to an instant under way', items, { seconds, states });
  });

  it('are restored to the last good instant without a loss, and the house goes on', async ({ task }) => {
    const { items, seconds } = await restoreAt(well);

    for (const { reply } of answered) await expectQuote(reply);
    for (const policyId of policyIds) expect((await cast.policies.get(policyId)).status).toBe(200);
    expect((await verify(operator.dynamodb, stage)).faults).toEqual([]);
    await journey(5);
    await settled();
    expect(breachesIn(readWorld(api), [])).toEqual([]);
    tried(task, 'items restored after that, up to the last good instant', items, { seconds, lost });
  });

  it('take nothing more from who restores once more', async () => {
    expect((await restoreAt(well)).items).toBe(0);
  });
});

describe('a table whose items were altered', () => {
  let altered: number;
  const policies = { tables: ['Policies'] };

  beforeAll(async () => {
    altered = await corrupt(vandalOf(api), tableCalled(tables, 'Policies'));
  });

  it('is left alone, and what differs in it is named', async () => {
    const [restored] = (await restoreAt(well, policies)).restored;

    expect(restored).toMatchObject({ restored: 0, overwritten: 0 });
    expect(restored?.differing.toSorted()).toEqual([...policyIds].sort());
    expect(altered).toBe(policyIds.length);
  });

  it('is written over when that is asked for', async ({ task }) => {
    const [restored] = (await restoreAt(well, { ...policies, overwrite: true })).restored;

    expect(restored).toMatchObject({ overwritten: altered, differing: [] });
    expect(breachesIn(readWorld(api), [])).toEqual([]);
    tried(task, 'altered items written over', altered);
  });
});

it('a state without its entry, and an entry without its state, are named', async () => {
  const vandal = vandalOf(api);
  const [Quotes, Ledger] = [tableCalled(tables, 'Quotes'), tableCalled(tables, 'Ledger')];
  await empty(vandal, Quotes);
  const { faults } = await verify(operator.dynamodb, stage);
  expect(faults).toHaveLength(answered.length + policyIds.length);
  expect(faults[0]).toMatch(/^quo_\w+: version none in Quotes, \d in the ledger$/);

  await restoreAt(new Date(), { tables: ['Quotes'] });
  await empty(vandal, Ledger);
  const { faults: orphans, states } = await verify(operator.dynamodb, stage);
  expect(orphans).toHaveLength(states);
  expect(orphans[0]).toMatch(/^\w+: version \d in \w+, none in the ledger$/);
});

it('what was restored can be deleted, and an operator has no other right on tables than was needed', async () => {
  const { TableNames: all = [] } = await operator.dynamodb.send(new ListTablesCommand({}));
  const restored = all.filter((name) => name.startsWith('local-restored-'));
  for (const TableName of restored) await operator.dynamodb.send(new DeleteTableCommand({ TableName }));
  expect(restored.length).toBeGreaterThan(2 * tables.length);
  const answer = await fetch(`${api.origin}/_local/permissions`);
  const { used, unused } = (await answer.json()) as Record<'used' | 'unused', Grant[]>;
  const actionsOf = (grants: readonly Grant[]) =>
    new Set(grants.filter(({ role }) => role === 'operator').map(({ action }) => action));
  const needed = actionsOf(used);
  const idle = [...actionsOf(unused)].filter((action) => !needed.has(action));
  expect(idle.filter((action) => action.startsWith('dynamodb:'))).toEqual([
    // For whoever looks for the instant.
    'dynamodb:DescribeContinuousBackups',
  ]);
});

interface Grant {
  role: string;
  action: string;
}

/** Quotes, several at a time, and a policy's reads in between. */
async function journey(count: number): Promise<void> {
  for (let asked = 0; asked < count; asked += 5) {
    await Promise.all([
      ...Array.from({ length: 5 }, async () => {
        const reply = await broker.createQuote(upcomingRequest(), fresh());
        if (reply.status === 201) answered.push({ reply, at: Date.now() });
      }),
      cast.policies.get(policyIds[0] ?? ''),
    ]);
  }
}

async function expectQuote({ body }: Reply): Promise<void> {
  expect((await broker.getQuote(body.quoteId)).body).toEqual(body);
}

/** Waits until everything that was written has followed through. */
async function settled(): Promise<void> {
  const { reply } = answered.at(-1) ?? {};
  await eventually(api, (all) => all.some(({ detail }) => detail.aggregateId === reply?.body.quoteId));
  const whole = () => expect(breachesIn(readWorld(api), [])).toEqual([]);
  await vi.waitFor(whole, { timeout: 20_000, interval: 250 });
}

async function restoreAt(at: Date, instead: { tables?: string[]; overwrite?: boolean } = {}) {
  const restored: Restored[] = [];
  const began = performance.now();
  const restoring = { stage, at, tables: [], overwrite: false, ...instead };
  await restore(operator.dynamodb, restoring, (one) => restored.push(one));
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  return { restored, seconds, items: restored.reduce((sum, one) => sum + one.restored, 0) };
}
