import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { verify } from '../../infra/operator/verifying.ts';
import { breachesIn } from '../faults/invariants/invariants.ts';
import { readWorld, type StoredItem, type World } from '../faults/world.ts';
import { alteredAssembly, codeOf } from '../support/altered-assembly.ts';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client, type Reply } from '../support/client.ts';
import { times, tried } from '../support/evidence.ts';
import { operatorOf } from '../support/operator.ts';
import { issueRequest, Policies } from '../support/policies.ts';
import { readBook, upcomingRequest } from '../support/risks.ts';
import { unthrottledAssembly } from '../support/unthrottled.ts';

const FORMER = 'motor-be@1.0.0';
const NEWER = 'motor-be@1.1.0';
const CLIENTS = 4;

/** Functions that price, or price anew. */
const PRICE = ['quotes', 'policies', 'renewals'];

let api: RunningApi;
let client: Client;
let policies: Policies;

const former = unthrottledAssembly();
const newer = newerAssembly();

beforeAll(() => deploy(former));
afterAll(() => api?.stop());

describe('a deployment with requests under way', () => {
  const answers: Reply[] = [];

  it('answers each of them, once, on the former code or the newer', async ({ task }) => {
    const traffic = underWay(times(10, 30), answers);
    await vi.waitFor(() => expect(answers.length).toBeGreaterThan(CLIENTS), { timeout: 20_000 });
    await deploy(newer);
    await traffic;

    expect(new Set(answers.map(({ body }) => body.quoteId)).size).toBe(answers.length);
    const books = new Set(answers.map(({ body }) => body.rateBook));
    expect(books).toEqual(new Set([FORMER, NEWER]));
    await whole();
    tried(task, 'requests while code was exchanged', answers.length);
  }, 60_000);

  it('prices anew on the newer book, and leaves what was priced', async () => {
    for (const { body } of answers) {
      expect((await client.getQuote(body.quoteId)).body).toEqual(body);
      expect((await client.replayQuote(body.quoteId)).body.same).toBe(true);
    }
  });
});

describe('a deployment that is rolled back', () => {
  let quote: Reply;
  let open: Reply;
  let bound: Reply;
  let old: Reply;

  beforeAll(async () => {
    quote = await client.createQuote(upcomingRequest());
    open = await client.createQuote(upcomingRequest());
    bound = await policies.issue(issueRequest(quote));
    await deploy(former);
    old = await client.createQuote(upcomingRequest());
  });

  it('goes on as before', async () => {
    expect([quote, old].map(({ body }) => body.rateBook)).toEqual([NEWER, FORMER]);
    expect((await policies.issue(issueRequest(old))).status).toBe(201);
  });

  it('shows what the newer code wrote, with what it alone knows of', async ({ task }) => {
    expect((await client.getQuote(open.body.quoteId)).body).toEqual(open.body);
    const { status, body } = await policies.get(bound.body.policyId);
    expect([status, body]).toEqual([200, bound.body]);
    const { docs, extended } = extensions();
    expect(extended).toBeGreaterThan(2);
    tried(task, 'states of the newer code that the former reads', extended, { docs });
  });

  it('refuses to price on a book that it has not got, and says so', async () => {
    const problem = { status: 409, body: { type: 'urn:partner-api:problem:rate-book-altered' } };
    expect(await client.replayQuote(open.body.quoteId)).toMatchObject(problem);
    expect(await policies.issue(issueRequest(open))).toMatchObject(problem);
    const moved = { address: { line1: 'Rue Neuve 5', city: 'Liège', postcode: '4000', country: 'BE' } };
    const { policyId, term } = bound.body;
    expect(await policies.quoteChange(policyId, term.start, moved)).toMatchObject(problem);
  });

  it('cancels what the newer code issued, to the cent', async () => {
    const { policyId, version, term, premium } = bound.body;
    const cancelled = await policies.cancel(policyId, version, term.start, 'not-taken-up');
    expect(cancelled.status).toBe(200);
    expect(cancelled.body.premiumMovement.gross.amount).toBe(`-${premium.gross.amount}`);
  });

  it('loses nothing: deployed again, the newer code takes up what was refused', async ({ task }) => {
    await deploy(newer);
    expect((await client.replayQuote(open.body.quoteId)).body.same).toBe(true);
    expect((await policies.issue(issueRequest(open))).status).toBe(201);
    await whole();
    const { faults, states } = await verify(operatorOf(api).dynamodb, 'local');
    expect(faults).toEqual([]);
    tried(task, 'states whole after two deployments and a roll-back', states);
  }, 60_000);
});

/** Ends what runs, which finishes what it is at, and starts this on the same data. */
async function deploy(cdkOut: string): Promise<void> {
  const dataDir = api?.dataDir;
  await api?.stop();
  api = await startApi({ cdkOut, ...(dataDir && { dataDir }) });
  client = await Client.of(api, 'broker');
  policies = new Policies(client);
}

/** What will be deployed next: a rate book more, a member more in every state, other settings of functions. */
function newerAssembly(): string {
  const assembly = alteredAssembly(({ Type: type, Properties: properties = {} }) => {
    if (type === 'AWS::ApiGateway::UsagePlan') properties.Throttle = { BurstLimit: 5_000, RateLimit: 5_000 };
    if (type === 'AWS::Lambda::Function') Object.assign(properties, { MemorySize: 2_048, Timeout: 20 });
    return true;
  });
  const book = readBook(FORMER);
  for (const name of PRICE) {
    const code = codeOf(assembly, name);
    writeFileSync(
      join(code, 'books', `${NEWER}.json`),
      JSON.stringify({ ...book, effectiveFrom: '2026-01-01' }),
    );
    extendStates(join(code, 'index.mjs'));
  }
  return assembly;
}

/** Has the bundle add a member to every state that it commits. */
function extendStates(file: string): void {
  const code = readFileSync(file, 'utf8');
  const stored = /doc:\{S:JSON\.stringify\((\w+)\.doc\)\}/g;
  if (!stored.test(code)) throw new Error(`${file} commits no state`);
  writeFileSync(file, code.replace(stored, 'doc:{S:JSON.stringify({...$1.doc,newer:{than:"before"}})}'));
}

/** How many of the states there are, and how many have what only the newer code knows of. */
function extensions(): { docs: number; extended: number } {
  const { tables } = readWorld(api);
  const docs = ['Quotes', 'Policies']
    .flatMap((table) => tables.get(table) ?? [])
    .map(({ doc }) => doc?.S ?? '{}');
  return { docs: docs.length, extended: docs.filter((doc) => 'newer' in JSON.parse(doc)).length };
}

/** Clients that ask so often each, and ask again under the same key until they are answered. */
async function underWay(count: number, answers: Reply[]): Promise<void> {
  const ask = async (): Promise<void> => {
    for (let asked = 0; asked < count; asked++) answers.push(await insist(randomUUID()));
  };
  await Promise.all(Array.from({ length: CLIENTS }, ask));
}

async function insist(key: string): Promise<Reply> {
  for (;;) {
    try {
      const reply = await client.createQuote(upcomingRequest(), { 'idempotency-key': key });
      if (reply.status === 201) return reply;
    } catch (error) {
      // Nobody listens while the one has ended and the other has not begun.
      if (!(error instanceof TypeError)) throw error;
    }
    await sleep(100);
  }
}

/** Waits until everything has followed through, and all is as it should be but for what only the newer code adds. */
async function whole(): Promise<void> {
  const look = () => expect(breachesIn(withoutExtensions(readWorld(api)), [])).toEqual([]);
  await vi.waitFor(look, { timeout: 20_000, interval: 250 });
}

/** The ledger does not tell what the bundle was made to add. */
function withoutExtensions(world: World): World {
  const plain = (item: StoredItem): StoredItem => {
    const { newer: _, ...doc } = JSON.parse(item.doc?.S ?? '{}');
    return item.doc ? { ...item, doc: { S: JSON.stringify(doc) } } : item;
  };
  const tables = [...world.tables].map(([name, items]) => [name, items.map(plain)] as const);
  return { ...world, tables: new Map(tables) };
}
