import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reply } from '../support/client.ts';
import {
  type Cast,
  changeRequest,
  consentRequest,
  policyOfAnna,
  policyOfBen,
  startCast,
} from '../support/consents.ts';
import { busEvents } from '../support/events.ts';
import { expectProblem } from '../support/problems.ts';
import { send } from '../support/request.ts';
import { mintOf } from '../support/tokens.ts';

let cast: Cast;
let annas: string;
let bens: string;

beforeAll(async () => {
  cast = await startCast();
  annas = await policyOfAnna(cast.policies);
  bens = await policyOfBen(cast.policies);
});
afterAll(() => cast?.api.stop());

const UNKNOWN = 'con_01KAJ4N8D0E5G9H2J6K1M3P7QR';
const named = (...policyIds: string[]) => ({ objects: policyIds.map((policyId) => ({ policyId })) });
const MOVES = ['authorise', 'reject', 'suspend', 'resume', 'withdraw', 'reestablish'] as const;

/** An answer but for what names its request. */
const faceOf = ({ status, body }: Reply) => [status, { ...body, instance: '' }];

describe('a hostile partner', () => {
  it('learns of no consent of another, nor ends it: it is as if there were none', async () => {
    const { reader, broker, anna } = cast;
    const foreign = await reader.ask(consentRequest(named(annas)));
    await anna.authorise(foreign);

    expect(faceOf(await broker.get(foreign))).toEqual(faceOf(await broker.get(UNKNOWN)));
    expect(faceOf(await broker.revoke(foreign))).toEqual(faceOf(await broker.revoke(UNKNOWN)));
    expect((await reader.get(foreign)).body.status).toBe('AUTHORISED');
  });

  it('says yes to nothing itself', async () => {
    const consentId = await cast.reader.ask(consentRequest(named(annas)));
    for (const client of ['reader', 'broker', 'handler']) {
      const token = await cast.api.token(client);
      const path = `/me/consents/${consentId}/authorisation`;
      expect((await send(cast.api, { method: 'POST', path, token, body: {} })).status).toBe(403);
    }
    expect((await cast.reader.get(consentId)).body.status).toBe('AWAITING_AUTHORISATION');
  });

  it('does not find out by asking which policies there are', async () => {
    const there = await cast.reader.create(consentRequest(named(annas)));
    const nowhere = await cast.reader.create(consentRequest(named('pol_01KAHJ3M7C4N8X2V6B9Q1W5E0R')));
    const shape = ({ body }: Reply) => Object.keys(body).sort();
    expect([there.status, shape(there)]).toEqual([nowhere.status, shape(nowhere)]);
  });

  it('gets nobody to say yes to what is another’s, whichever it is mixed with', async () => {
    const consentId = await cast.reader.ask(consentRequest(named(annas, bens)));
    for (const customer of [cast.anna, cast.ben]) {
      expect((await customer.get(consentId)).status).toBe(404);
      expect((await customer.authorise(consentId)).status).toBe(404);
      expect((await customer.authorise(consentId, annas)).status).toBe(404);
    }
  });

  it('does not have the consents of one customer replaced by another', async () => {
    const base = await cast.reader.ask(consentRequest(named(annas)));
    await cast.anna.authorise(base);
    const bait = await cast.reader.ask(consentRequest({ ...named(bens), baseConsentId: base }));
    // Ben owns what it names, but gave no base; Anna gave the base, but owns nothing of it.
    expect((await cast.ben.authorise(bait)).status).toBe(404);
    expect((await cast.anna.authorise(bait)).status).toBe(404);
    expect((await cast.reader.get(base)).body.status).toBe('AUTHORISED');
  });

  it('does not ask as who it is not', async () => {
    const { status, body } = await cast.reader.create(consentRequest({ partner: { partnerId: 'insurer' } }));
    expect([status, body.type]).toEqual([400, 'urn:partner-api:problem:validation-failed']);
  });
});

describe('a hostile customer', () => {
  it('does nothing about another’s consent: it is as if there were none', async () => {
    const { reader, anna, ben } = cast;
    const waiting = await reader.ask(consentRequest(named(annas)));
    const given = await reader.ask();
    await anna.authorise(given);
    for (const consentId of [waiting, given]) {
      expect(faceOf(await ben.get(consentId))).toEqual(faceOf(await ben.get(UNKNOWN)));
      for (const move of MOVES) {
        expect(faceOf(await ben.move(move, consentId))).toEqual(faceOf(await ben.move(move, UNKNOWN)));
      }
    }
    expect((await reader.get(given)).body).toMatchObject({ status: 'AUTHORISED', version: 2 });
    expect((await reader.get(waiting)).body.version).toBe(1);
  });

  it('is not answered with another’s consent by that one’s key', async () => {
    const { reader, anna, ben } = cast;
    const consentId = await reader.ask();
    await anna.authorise(consentId);
    await anna.withdraw(consentId);
    const key = { 'idempotency-key': randomUUID() };
    expect((await anna.reestablish(consentId, key)).status).toBe(201);
    expect((await ben.reestablish(consentId, key)).status).toBe(404);
  });

  it('cannot act as a partner', async () => {
    const token = await cast.api.token('anna');
    const paths = [
      { method: 'POST', path: '/consents', body: consentRequest() },
      { method: 'GET', path: '/consents' },
      { method: 'GET', path: `/policies/${annas}` },
    ];
    for (const request of paths)
      expectProblem(await send(cast.api, { ...request, token }), 'insufficient-scope');
  });
});

describe('a login', () => {
  const asCustomer = async (claims: object) => {
    const mint = await mintOf(cast.api);
    return mint.token({ ...claimsOf(await cast.api.token('anna')), ...claims });
  };

  it.each([
    ['of another address', { email: 'somebody@example.com' }],
    ['born on another day', { birthdate: '1985-03-03' }],
    ['whose address was not verified', { email_verified: false }],
    ['whose address nobody says to be verified', { email_verified: undefined }],
    ['without an address', { email: undefined }],
    ['without a birth date', { birthdate: undefined }],
  ])('%s is nobody’s: it sees nothing, and decides on nothing', async (_which, claims) => {
    const token = await asCustomer(claims);
    const consentId = await cast.reader.ask();
    const list = await send(cast.api, { path: '/me/consents', token });
    expect([list.status, list.json]).toEqual([200, { data: [], next: null }]);
    expectProblem(await send(cast.api, { path: `/me/consents/${consentId}`, token }), 'not-found');
    const yes = { method: 'POST', path: `/me/consents/${consentId}/authorisation`, body: {}, token };
    expectProblem(await send(cast.api, yes), 'not-found');
  });

  it.each([
    ['in capitals', { email: 'ANNA@Example.com' }],
    ['as she is', {}],
  ])('%s is Anna’s', async (_which, claims) => {
    const token = await asCustomer(claims);
    const consentId = await cast.reader.ask(consentRequest(named(annas)));
    expect((await send(cast.api, { path: `/me/consents/${consentId}`, token })).status).toBe(200);
  });
});

describe('a link', () => {
  it('that was followed once opens nothing to the next', async () => {
    const consentId = await cast.reader.ask();
    await cast.anna.authorise(consentId);
    expect((await cast.ben.get(consentId)).status).toBe(404);
    expect((await cast.ben.authorise(consentId)).status).toBe(404);
  });

  it('leads back only to where its partner is at home, whatever the customer is made to send', async () => {
    const consentId = await cast.reader.ask();
    const token = await cast.api.token('anna');
    const path = `/me/consents/${consentId}/authorisation`;
    const body = { redirectUri: 'https://evil.example/' };
    expectProblem(await send(cast.api, { method: 'POST', path, token, body }), 'validation-failed');
    expect((await cast.anna.authorise(consentId)).body).not.toHaveProperty('redirectTo');
  });
});

describe('what was withdrawn', () => {
  it('stays so, whatever is sent again', async () => {
    const { reader, anna } = cast;
    const key = { 'idempotency-key': randomUUID() };
    const asked = consentRequest(named(annas));
    const { body } = await reader.create(asked, key);
    await anna.authorise(body.consentId);
    await anna.withdraw(body.consentId);

    expect((await reader.create(asked, key)).body.consentId).toBe(body.consentId);
    for (const move of ['authorise', 'resume', 'suspend', 'withdraw'] as const) {
      expect((await anna.move(move, body.consentId)).status).toBe(409);
    }
    expect((await reader.get(body.consentId)).body.status).toBe('REVOKED');
  });
});

describe('what one act is to be', () => {
  const SECRET = 'Rue des Vieux Secrets 12';

  it('is nowhere to be read but by its customer', async () => {
    const { api, broker, anna, ben } = cast;
    const change = { line1: SECRET, city: 'Liège', postcode: '4000', country: 'BE' };
    const consentId = await broker.ask(
      changeRequest(annas, { change: { effectiveDate: '2027-03-01', change: { address: change } } }),
    );
    expect((await anna.get(consentId)).body.change.change.address.line1).toBe(SECRET);
    expect((await ben.get(consentId)).status).toBe(404);
    await anna.reject(consentId);
    expect((await anna.get(consentId)).body).not.toHaveProperty('change');

    const elsewhere = [api.output(), JSON.stringify(await busEvents(api)), ...filesIn(api.dataDir)];
    expect(elsewhere.length).toBeGreaterThan(3);
    for (const text of elsewhere) expect(text).not.toContain(SECRET);
  });
});

function filesIn(directory: string): string[] {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'));
}

/** What a token says, unverified. */
function claimsOf(token: string): object {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}
