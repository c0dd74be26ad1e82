import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApi, startApi } from '../support/api.ts';
import { Client, type Reply } from '../support/client.ts';
import { type DeliveredEvent, eventually } from '../support/events.ts';
import { issueRequest, Policies, valuedRequest } from '../support/policies.ts';
import { unthrottledAssembly } from '../support/unthrottled.ts';

const KILLS = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 'group' : 'main'));
const POLICIES = 8;
/** So many answers of a round bring its kill: of two hundred in all, or in each round when it is asked for. */
const ANSWERS = Number(process.env.ANSWERS_BEFORE_KILL ?? 10);
/** No policy grows so old that a change could lie behind more transactions than may be taken back. */
const OLDEST = 15;
const NOW = '2026-12-01T09:00:00Z';

/** A policy and what is asked of it next. */
interface Held {
  policyId: string;
  version: number;
  value: number;
  cancelled: boolean;
}

/** A call that was sent, with the key under which it can be sent again. */
interface Sent {
  again: () => Promise<Reply>;
  answer?: Reply;
}

let api: RunningApi;
let client: Client;
let broker: Policies;
let held: Held[];
let transactions = 0;

beforeAll(async () => {
  api = await startApi({ env: { NOW }, cdkOut: unthrottledAssembly() });
  await letIn();
  held = await Promise.all(Array.from({ length: POLICIES }, issue));
});
afterAll(() => api?.stop());

async function letIn(): Promise<void> {
  client = await Client.of(api, 'broker');
  broker = new Policies(client);
}

async function issue(): Promise<Held> {
  const { body } = await broker.bind(valuedRequest('10000.00', '2027-01-01'));
  return { policyId: body.policyId, version: 1, value: 10_000, cancelled: false };
}

/** What a policy goes through by turns: issuance of another, a change, out of sequence too, its end, and its return. */
async function next(one: Held, step: number): Promise<Sent> {
  const key = { 'idempotency-key': randomUUID() };
  const { policyId, version, value } = one;
  if (one.cancelled) return { again: () => broker.reinstate(policyId, version, '2027-08-01', key) };
  if (step % 4 === 3)
    return { again: () => broker.cancel(policyId, version, '2027-08-01', 'customer-request', key) };
  if (step % 4 === 2) {
    const quote = made(await client.createQuote(valuedRequest('20000.00', '2027-01-01')));
    return { again: () => broker.issue(issueRequest(quote), key) };
  }
  const { body } = made(await broker.get(policyId));
  const vehicle = { ...body.vehicle, value: { amount: `${value + step}.00`, currency: 'EUR' } };
  const date = `2027-0${1 + ((step * 5) % 7)}-15`;
  const quoted = made(await broker.quoteChange(policyId, date, { vehicle }));
  return { again: () => broker.issueChange(quoted, version, key) };
}

/** The answer to a call that must have gone well for the next to make sense. */
function made(reply: Reply): Reply {
  if (reply.status < 300) return reply;
  throw new Error(`answered ${reply.status}: ${JSON.stringify(reply.body)}`);
}

describe('a kill during transactions', () => {
  it.each(KILLS.map((scope, index) => [index + 1, scope] as const))(
    'number %i (%s): stack, state and events agree',
    async (_number, scope) => {
      const sent = await killUnderLoad(scope);
      api = await api.restart();
      await letIn();

      for (const call of sent) await madeWhole(call);
      for (const one of held) await expectAgreement(one.policyId);
      await expectEvents();
    },
  );

  it('came amidst two hundred transactions', () => {
    expect(transactions).toBeGreaterThanOrEqual(200);
  });
});

/** Has transactions made on all policies at once, and kills amidst; what was sent, and answered. */
async function killUnderLoad(scope: 'group' | 'main'): Promise<Sent[]> {
  const sent: Sent[] = [];
  let answers = 0;
  const work = async (one: Held, index: number): Promise<void> => {
    for (let step = index; ; step++) {
      try {
        if (one.version > OLDEST) Object.assign(one, await issue());
        const call = await next(one, step);
        sent.push(call);
        call.answer = await call.again();
        follow(one, call.answer);
      } catch (error) {
        if (answers < ANSWERS) throw error;
        return;
      }
      if (++answers !== ANSWERS) continue;
      await sleep(Math.random() * 20);
      await api.kill(scope);
    }
  };
  await Promise.all(held.map(work));
  return sent;
}

/** Keeps a policy's version up with an answer. */
function follow(one: Held, { status, body }: Reply): void {
  if (status === 201 || body.policyId !== one.policyId) return;
  expect(status).toBe(200);
  one.version = body.version;
  one.cancelled = body.kind === 'cancellation';
}

/** Sends a call again: what was answered is answered again, what was not was done whole or not at all. */
async function madeWhole({ again, answer }: Sent): Promise<void> {
  const now = await again();
  made(now);
  transactions += 1;
  if (answer) {
    expect(now.headers.get('idempotency-replayed')).toBe('true');
    expect(now.body).toEqual(answer.body);
  }
  const one = held.find(({ policyId }) => policyId === now.body.policyId);
  if (one) follow(one, now);
  else await expectAgreement(now.body.policyId);
}

/** State as read, stack as listed, and the state that the stack makes are one. */
async function expectAgreement(policyId: string): Promise<void> {
  const [policy, { body }] = await Promise.all([broker.get(policyId), wholeStack(policyId)]);
  const last = body.data.at(-1);
  expect(policy.body.version).toBe(last.version);
  expect(policy.headers.get('etag')).toBe(`"${last.version}"`);
  for (const day of ['2027-01-01', '2027-04-20', '2027-07-31', '2027-08-01', '2027-12-31']) {
    const [state, derived] = await Promise.all([
      broker.get(policyId, `?effectiveAt=${day}`),
      broker.get(policyId, `?effectiveAt=${day}&knownAt=${NOW.slice(0, 4)}-12-31`),
    ]);
    expect(state.body).toEqual(derived.body);
  }
  stacks.set(policyId, body.data);
}

/** The stacks as they were last listed. */
const stacks = new Map<string, { transactionId: string }[]>();

async function wholeStack(policyId: string): Promise<Reply> {
  const first = await broker.transactions(policyId);
  for (let page = first; page.body.next !== null; ) {
    page = await broker.transactions(policyId, `?limit=100&cursor=${page.body.next}`);
    first.body.data.push(...page.body.data);
  }
  return first;
}

/** Waits until every transaction that was listed has its event, each once by its id, in the order of the stack. */
async function expectEvents(): Promise<void> {
  const wanted = [...stacks.values()].reduce((sum, stack) => sum + stack.length, 0);
  const events = await eventually(
    api,
    (all) => transactionIds(all).length >= wanted && all.every(hasArrived),
  );
  const ids = transactionIds(events);
  for (const stack of stacks.values()) {
    const listed = stack.map(({ transactionId }) => transactionId);
    const ofThese = new Set(listed);
    expect(ids.filter((id) => ofThese.has(id))).toEqual(listed);
  }
}

/** Ids of the transactions that were published, each at its first delivery. */
function transactionIds(events: readonly DeliveredEvent[]): string[] {
  return [...new Set(events.flatMap(({ detail }) => detail.transactionId ?? []))];
}

function hasArrived({ deliveries }: DeliveredEvent): boolean {
  return deliveries.length > 0 && deliveries.every(({ status }) => status === 'delivered');
}
