import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAtFault } from '../../functions/claims/handling/figures.ts';
import type { Policy } from '../../functions/policies/policy.ts';
import type { RunningApi } from '../support/api.ts';
import { Claims, euros, lossOf } from '../support/claims.ts';
import { Client, type Reply } from '../support/client.ts';
import { type DeliveredEvent, eventually } from '../support/events.ts';
import { startInsured } from '../support/insured.ts';
import { type KeptClaim, keptClaims } from '../support/kept-claims.ts';
import { fresh } from '../support/policies.ts';
import { readItems } from '../support/sqlite-tables.ts';

const KILLS = Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? 'group' : 'main'));
const CLAIMS = 6;
/** So many answers of a round bring its kill: of two hundred in all, or in each round when it is asked for. */
const ANSWERS = Number(process.env.ANSWERS_BEFORE_KILL ?? 17);

/** A claim and what is done to it next. */
interface Held {
  claimId: string;
  version: number;
  step: number;
  /** Somebody else has to approve what was decided. */
  large: boolean;
}

/** A call that was sent, with the key under which it can be sent again. */
interface Sent {
  again: () => Promise<Reply>;
  answer?: Reply;
}

let api: RunningApi;
let policyId: string;
let broker: Claims;
let handler: Claims;
let approver: Claims;
let held: Held[];
let acts = 0;

beforeAll(async () => {
  ({ api, liability: policyId } = await startInsured());
  await letIn();
  held = await Promise.all(Array.from({ length: CLAIMS }, begin));
});
afterAll(() => api?.stop());

async function letIn(): Promise<void> {
  broker = new Claims(await Client.of(api, 'broker'));
  handler = new Claims(await Client.of(api, 'handler'));
  approver = new Claims(await Client.of(api, 'approver'));
}

const loss = () => lossOf(policyId, { cause: 'collision', estimatedAmount: euros('5000.00') });

async function begin(): Promise<Held> {
  return { claimId: await broker.open(loss()), version: 1, step: 0, large: false };
}

/** What is done to a claim by turns, each under a key; now and then another loss is notified in between. */
function next({ claimId, version, step, large }: Held): Sent {
  const key = fresh();
  if (large) return { again: () => approver.approve(claimId, version, {}, key) };
  const approve = { decision: 'approve', coverage: 'TPL', loss: euros(`${100 + step}.00`) };
  const turns = [
    () => handler.reserve(claimId, version, '50.00', key),
    () => handler.decide(claimId, version, approve, key),
    () => handler.pay(claimId, '7.00', key),
    () => handler.note(claimId, 'The garage has called.', key),
    () => broker.notify(loss(), key),
    () => handler.recover(claimId, '7.00', key),
    () => handler.reserve(claimId, version, '0.00', key),
    () => handler.close(claimId, version, { reason: 'Done.' }, key),
    () => handler.reopen(claimId, version, { reason: 'Not done.' }, key),
  ];
  return { again: turns[step % turns.length] as () => Promise<Reply> };
}

describe('a kill while claims are handled', () => {
  it.each(KILLS.map((scope, index) => [index + 1, scope] as const))(
    'number %i (%s): state, ledger, policy and events agree',
    async (_number, scope) => {
      const sent = await killUnderLoad(scope);
      api = await api.restart();
      await letIn();

      await Promise.all(sent.map(madeWhole));
      const kept = keptClaims(api.dataDir);
      kept.forEach(expectSound);
      expectKnownToPolicy(kept);
      await Promise.all(held.map(({ claimId }) => expectShown(kept, claimId)));
      await expectEvents(kept);
    },
    60_000,
  );

  it('came amidst two hundred acts', () => {
    expect(acts).toBeGreaterThanOrEqual(200);
  });
});

/** Has all claims handled at once, and kills amidst; what was sent, and answered. */
async function killUnderLoad(scope: 'group' | 'main'): Promise<Sent[]> {
  const sent: Sent[] = [];
  let answers = 0;
  const work = async (one: Held): Promise<void> => {
    for (;;) {
      const call = next(one);
      sent.push(call);
      try {
        call.answer = await call.again();
      } catch (error) {
        if (answers < ANSWERS) throw error;
        return;
      }
      follow(one, call.answer);
      if (++answers !== ANSWERS) continue;
      await sleep(Math.random() * 20);
      await api.kill(scope);
    }
  };
  await Promise.all(held.map(work));
  return sent;
}

/** Keeps a claim up with an answer. */
function follow(one: Held, { status, body }: Reply): void {
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  // Its losses are of one day: of each but the first, everything payable is approved by two.
  if (!one.large) one.step += 1;
  if (body.claimId !== one.claimId) return;
  one.version = body.version;
  one.large = body.decision?.approval === 'needed';
}

/** Sends a call again: what was answered is answered again, what was not was done whole or not at all. */
async function madeWhole({ again, answer }: Sent): Promise<void> {
  const now = await again();
  acts += 1;
  if (answer) {
    expect(now.headers.get('idempotency-replayed')).toBe('true');
    expect(now.body).toEqual(answer.body);
    return;
  }
  const { claimId } = now.body;
  const one = held.find((each) => each.claimId === claimId) ?? held.find(({ step }) => step % 9 === 4);
  if (one) follow(one, now);
}

/** A claim's item is what its ledger makes of it, and its books are in order. */
function expectSound({ state, told, books }: KeptClaim): void {
  expect(state).toEqual(told);
  expect(books.breaches).toEqual([]);
}

/** A claim is shown as its books have it. */
async function expectShown(kept: readonly KeptClaim[], claimId: string): Promise<void> {
  const { body, headers } = await handler.get(claimId);
  const found = kept.find(({ state }) => state.claimId === claimId);
  if (!found) throw new Error(`claim ${claimId} is not kept`);
  const { told, books } = found;
  expect(body).toMatchObject({ ...books.figures, status: told.status, version: told.version });
  expect(headers.get('etag')).toBe(`"${told.version}"`);
}

/** The policy knows every loss, and which of them are at fault. */
function expectKnownToPolicy(kept: readonly KeptClaim[]): void {
  const item = readItems(api.dataDir, 'Policies').find((each) => each.policyId?.S === policyId);
  const { losses = [] } = JSON.parse(item?.doc?.S ?? '{}') as Partial<Policy>;
  const known = Object.fromEntries(losses.map(({ claimId, atFault }) => [claimId, atFault]));
  expect(known).toEqual(Object.fromEntries(kept.map(({ told }) => [told.claimId, isAtFault(told)])));
}

/** What of a claim's ledger the bus is told. */
const PUBLIC = ['claim.notified', 'claim.decided', 'claim.paid', 'claim.closed', 'claim.reopened'];

/** Waits until every event of the ledgers that is to leave has arrived, and holds them against those, in their order. */
async function expectEvents(kept: readonly KeptClaim[]): Promise<void> {
  const wanted = kept.map(publicEvents);
  const events = await eventually(
    api,
    (all) => eventIds(all).length >= wanted.flat().length && all.every(hasArrived),
  );
  const byClaim = Map.groupBy(events, ({ detail }) => detail.aggregateId);
  for (const [index, { state }] of kept.entries()) {
    expect(eventIds(byClaim.get(state.claimId) ?? [])).toEqual(wanted[index]);
  }
}

function publicEvents({ entries }: KeptClaim): string[] {
  const events = entries.flatMap((entry) => entry.events);
  return events.filter(({ type }) => PUBLIC.includes(type)).map(({ eventId }) => eventId);
}

/** Ids of the events of claims, each at its first delivery. */
function eventIds(events: readonly DeliveredEvent[]): string[] {
  const ofClaims = events.filter(({ detailType }) => PUBLIC.includes(detailType));
  return [...new Set(ofClaims.map(({ detail }) => detail.eventId))];
}

function hasArrived({ deliveries }: DeliveredEvent): boolean {
  return deliveries.length > 0 && deliveries.every(({ status }) => status === 'delivered');
}
