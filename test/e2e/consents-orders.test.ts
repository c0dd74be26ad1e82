import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reply } from '../support/client.ts';
import {
  type Cast,
  CHANGE,
  changeRequest,
  consentRequest,
  type Move,
  policyOfAnna,
  startCast,
} from '../support/consents.ts';
import { fresh } from '../support/policies.ts';

let cast: Cast;
let policyId: string;

beforeAll(async () => {
  cast = await startCast();
  policyId = await policyOfAnna(cast.policies);
});
afterAll(() => cast?.api.stop());

/** Ways to a consent in each state that there is; told of its end by nobody yet, where its time is up. */
const STATES: Record<string, () => Promise<string>> = {
  AWAITING_AUTHORISATION: () => cast.reader.ask(),
  AUTHORISED: authorised,
  SUSPENDED: suspended,
  REJECTED: async () => {
    const consentId = await cast.reader.ask();
    await cast.anna.reject(consentId);
    return consentId;
  },
  REVOKED: async () => {
    const consentId = await authorised();
    await cast.anna.withdraw(consentId);
    return consentId;
  },
  'REVOKED before the yes': async () => {
    const consentId = await cast.reader.ask();
    await cast.reader.revoke(consentId);
    return consentId;
  },
  'EXPIRED after the yes': () => lapsed(authorised),
  'EXPIRED while suspended': () => lapsed(suspended),
  'EXPIRED before the yes': () => lapsed((request) => cast.reader.ask(request)),
  CONSUMED: consumed,
};

/** What can be done in each of them. `giveUp` is the partner's. */
const ALLOWED: Record<string, (Move | 'giveUp')[]> = {
  AWAITING_AUTHORISATION: ['authorise', 'reject', 'giveUp'],
  AUTHORISED: ['suspend', 'withdraw', 'giveUp'],
  SUSPENDED: ['resume', 'withdraw', 'giveUp'],
  REJECTED: [],
  REVOKED: ['reestablish'],
  'REVOKED before the yes': [],
  'EXPIRED after the yes': ['reestablish'],
  'EXPIRED while suspended': ['reestablish'],
  'EXPIRED before the yes': [],
  CONSUMED: [],
};

const MOVES = ['authorise', 'reject', 'suspend', 'resume', 'withdraw', 'reestablish', 'giveUp'] as const;

async function authorised(request?: object): Promise<string> {
  const consentId = await cast.reader.ask(request);
  await cast.anna.authorise(consentId);
  return consentId;
}

async function suspended(request?: object): Promise<string> {
  const consentId = await authorised(request);
  await cast.anna.suspend(consentId);
  return consentId;
}

/** A consent of two seconds, which are over. */
async function lapsed(make: (request: object) => Promise<string>): Promise<string> {
  const expiresAt = new Date(Date.now() + 2_000).toISOString();
  const consentId = await make(consentRequest({ expiresAt }));
  await sleep(Date.parse(expiresAt) - Date.now() + 50);
  return consentId;
}

/** A one-shot consent that did what it was for. */
async function consumed(): Promise<string> {
  const consentId = await cast.broker.ask(changeRequest(policyId));
  await cast.anna.authorise(consentId);
  const { policies } = cast;
  const consent = { 'x-consent-id': consentId };
  const { body: before } = await policies.get(policyId);
  const quoted = await policies.quoteChange(policyId, CHANGE.effectiveDate, CHANGE.change, consent);
  const issued = await policies.issueChange(quoted, before.version, { ...fresh(), ...consent });
  if (issued.status !== 200) throw new Error(`not issued: ${JSON.stringify([quoted.body, issued.body])}`);
  return consentId;
}

function make(move: (typeof MOVES)[number], consentId: string, partner = cast.reader): Promise<Reply> {
  return move === 'giveUp' ? partner.revoke(consentId) : cast.anna.move(move, consentId);
}

describe.each(Object.keys(STATES))('of a consent that is %s', (state) => {
  const status = state.split(' ')[0];
  const partner = () => (state === 'CONSUMED' ? cast.broker : cast.reader);
  const wrong = MOVES.filter((move) => !ALLOWED[state]?.includes(move));

  it(`nothing comes of ${wrong.join(', ')}`, async () => {
    const consentId = (await STATES[state]?.()) ?? '';
    const before = (await partner().get(consentId)).body;
    expect(before.status).toBe(status);
    for (const move of wrong) {
      const { status: answered, body } = await make(move, consentId, partner());
      expect([move, answered, body.type]).toEqual([move, 409, 'urn:partner-api:problem:consent-state']);
      expect(body.detail).not.toContain(consentId);
    }
    // Whether it ended untold or the job has told of it meanwhile, it is the same but for its version.
    const { version, ...after } = (await partner().get(consentId)).body;
    expect(before).toMatchObject(after);
  });

  it.each(ALLOWED[state] ?? [])('something comes of %s', async (move) => {
    const { status: answered } = await make(move, (await STATES[state]?.()) ?? '');
    expect(answered).toBe(move === 'reestablish' ? 201 : 200);
  });
});

describe('a consent that was used up', () => {
  it('says what came of it, and has forgotten what it was for', async () => {
    const consentId = await consumed();
    const { body } = await cast.anna.get(consentId);
    expect(body).toMatchObject({ status: 'CONSUMED', end: { by: 'PARTNER', reason: 'done' } });
    expect(body).not.toHaveProperty('change');
  });
});
