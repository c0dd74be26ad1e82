import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi } from '../support/api.ts';
import {
  type Cast,
  castOf,
  changeRequest,
  consentRequest,
  inMinutes,
  policyOfAnna,
  startCast,
} from '../support/consents.ts';
import { busEvents, delivered, eventually } from '../support/events.ts';
import { unthrottledAssembly } from '../support/unthrottled.ts';

const HOUR = 60;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

const assembly = unthrottledAssembly();
let cast: Cast;
/** Consents for a day and for two: one waits, one is in force, one rests, one is for one act, one was withdrawn. */
let waiting: string;
let given: string;
let resting: string;
let oneAct: string;
let lasting: string;
let withdrawn: string;

beforeAll(async () => {
  cast = await startCast({ cdkOut: assembly });
  const { reader, broker, anna, policies } = cast;
  const policyId = await policyOfAnna(policies);
  waiting = await reader.ask();
  [given, resting, withdrawn] = [await reader.ask(), await reader.ask(), await reader.ask()];
  lasting = await reader.ask(consentRequest({ expiresAt: inMinutes(2 * DAY) }));
  oneAct = await broker.ask(changeRequest(policyId));
  for (const consentId of [given, resting, withdrawn, lasting, oneAct]) await anna.authorise(consentId);
  await anna.suspend(resting);
  await anna.withdraw(withdrawn);
});
afterAll(() => cast?.api.stop());

describe('within its hour and its day', () => {
  it('nothing has ended but what was ended', async () => {
    expect(await statuses(waiting, given, resting, withdrawn)).toEqual([
      'AWAITING_AUTHORISATION',
      'AUTHORISED',
      'SUSPENDED',
      'REVOKED',
    ]);
  });
});

describe('when the hour is over', () => {
  beforeAll(() => restartAfter(2 * HOUR));

  it('what waited has expired wherever it is read, and can be decided on no more', async () => {
    const { reader, anna } = cast;
    const end = { by: 'INSURER', reason: 'not-authorised' };
    const { body } = await reader.get(waiting);
    expect(body).toMatchObject({ status: 'EXPIRED', end: { ...end, at: body.authoriseBy } });
    expect(body).not.toHaveProperty('authorisationUrl');
    expect((await anna.get(waiting)).body).toMatchObject({ status: 'EXPIRED', end });
    for (const reply of [
      await anna.authorise(waiting),
      await anna.reject(waiting),
      await reader.revoke(waiting),
    ]) {
      expect([reply.status, reply.body.type]).toEqual([409, 'urn:partner-api:problem:consent-state']);
    }
    expect(await statuses(given, resting)).toEqual(['AUTHORISED', 'SUSPENDED']);
  });

  it('the bus is told, once', async () => {
    await eventually(cast.api, (all) => delivered(all, 'consent.expired', waiting));
    expect(await expiries()).toEqual([waiting]);
  });
});

describe('when the day is over', () => {
  beforeAll(() => restartAfter(DAY + HOUR));

  it('what was in force or rested has expired with its end, wherever it is read', async () => {
    for (const consentId of [given, resting]) {
      const { body } = await cast.reader.get(consentId);
      const end = { by: 'INSURER', reason: 'expired', at: body.expiresAt };
      expect(body).toMatchObject({ status: 'EXPIRED', end });
      const { body: mine } = await cast.anna.list('?limit=100');
      expect(mine.data.find((row: { consentId: string }) => row.consentId === consentId)).toMatchObject({
        status: 'EXPIRED',
        end,
      });
    }
    expect(await statuses(lasting, withdrawn)).toEqual(['AUTHORISED', 'REVOKED']);
  });

  it('the bus is told of each, once, and what one act was to be is forgotten', async () => {
    const all = [waiting, given, resting, oneAct];
    await eventually(cast.api, (events) => all.every((id) => delivered(events, 'consent.expired', id)));
    expect(await expiries()).toEqual([...all].sort());
    expect((await cast.anna.get(oneAct)).body).not.toHaveProperty('change');
  });

  it('it can be given again, for another day', async () => {
    const { status, body } = await cast.anna.reestablish(given);
    expect([status, body.status]).toEqual([201, 'AUTHORISED']);
  });
});

describe('two years after its end', () => {
  it('a consent is still shown, a day before', async () => {
    await restartAfter(2 * YEAR - DAY);
    expect((await cast.anna.get(withdrawn)).status).toBe(200);
  });

  it('a consent is gone, and from the lists too', async () => {
    await restartAfter(2 * YEAR + 10 * DAY);
    expect((await cast.anna.get(withdrawn)).status).toBe(404);
    expect((await cast.reader.get(withdrawn)).status).toBe(404);
    for (const { body } of [await cast.anna.list('?limit=100'), await cast.reader.list('?limit=100')]) {
      expect(body.data.map((row: { consentId: string }) => row.consentId)).not.toContain(withdrawn);
    }
  });
});

async function statuses(...consentIds: string[]): Promise<string[]> {
  const replies = await Promise.all(consentIds.map((consentId) => cast.reader.get(consentId)));
  return replies.map(({ body }) => body.status);
}

/** Of which consents the bus has said that they expired, by their ids. */
async function expiries(): Promise<string[]> {
  const events = await busEvents(cast.api);
  const expired = events.filter(({ detailType }) => detailType === 'consent.expired');
  return expired.map(({ detail }) => detail.aggregateId).sort();
}

/** Starts again on the same data, with a clock that is so many minutes ahead. */
async function restartAfter(minutes: number): Promise<void> {
  const { dataDir } = cast.api;
  await cast.api.stop();
  cast = await castOf(await startApi({ dataDir, cdkOut: assembly, env: { NOW: inMinutes(minutes) } }));
}
