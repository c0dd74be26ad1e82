import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  customerScope,
  deviceScope,
  type Operation,
  operations,
  scopes,
} from '../../../openapi/generated/operations.ts';
import { readContract } from '../../contract/contract.ts';
import { alteredAssembly } from '../../support/altered-assembly.ts';
import { startApi } from '../../support/api.ts';
import { type BareRequest, bareRequests } from '../../support/bare-requests.ts';
import { Client } from '../../support/client.ts';
import { type Cast, castOf, policyOfAnna } from '../../support/consents.ts';
import { collecting, Devices, type HeldDevice, plugIn, tokenOf } from '../../support/devices.ts';
import { eachOf } from '../../support/each-of.ts';
import type { Ids } from '../../support/estates/ids.ts';
import { ANNA } from '../../support/estates/owner.ts';
import { everyOwned } from '../../support/estates/requests/every.ts';
import { tried } from '../../support/evidence.ts';
import { fresh, match } from '../../support/policies.ts';
import { type RegisteredClient, registeredClients } from '../../support/registered-clients.ts';
import { type Sent, send } from '../../support/request.ts';
import { changedTables, rowsAtRest } from '../../support/stored.ts';
import { type Mint, mintOf } from '../../support/tokens.ts';

const EVERY_SCOPE: readonly string[] = [...scopes, customerScope, deviceScope];
/** A partner that was registered for every scope, as no partners file can say. */
const OVERREACHING = 'aggregator';

const clients = registeredClients();
let cast: Cast;
let mint: Mint;
let device: HeldDevice;
let requests: BareRequest[];
let before: Map<string, string>;

beforeAll(async () => {
  cast = await castOf(await startApi({ cdkOut: overreachingAssembly() }));
  mint = await mintOf(cast.api);
  const policyId = await policyOfAnna(cast.policies);
  const devices = new Devices(await Client.of(cast.api, 'broker'));
  device = await plugIn(devices, policyId, await collecting(cast, policyId));
  requests = bareRequests(readContract());
  before = await rowsAtRest(cast.api);
}, 120_000);
afterAll(() => cast?.api.stop());

function overreachingAssembly(): string {
  return alteredAssembly(({ Type: type, Properties: properties = {} }) => {
    if (type === 'AWS::ApiGateway::UsagePlan') properties.Throttle = { BurstLimit: 5_000, RateLimit: 5_000 };
    if (type === 'Custom::Partner' && properties.partnerId === OVERREACHING) properties.scopes = EVERY_SCOPE;
    return true;
  });
}

const scopesOf = ({ operationId }: Pick<BareRequest, 'operationId'>): readonly string[] =>
  (operations[operationId] as Operation).scopes;

/** A request with whose token it comes, and whether that opens the operation. */
interface Row {
  about: string;
  sent: Sent;
  opens: boolean;
}

/** Sends them all: what a token does not open is refused for its scope, and nothing else is. */
async function expectOpened(rows: readonly Row[]): Promise<void> {
  const wrong: string[] = [];
  await eachOf(rows, async ({ about, sent, opens }) => {
    const { status, json, text } = await send(cast.api, sent);
    const refused = status === 403 && json?.type === 'urn:partner-api:problem:insufficient-scope';
    if (refused === opens || status === 401) wrong.push(`${about}: ${text}`);
  });
  expect(wrong).toEqual([]);
}

/** Every operation by a token, and which of them it opens. */
function rowsBy(who: string, token: string, opened: readonly string[]): Row[] {
  return requests.map((sent) => ({
    about: `${sent.operationId} by ${who}`,
    sent: { ...sent, token },
    opens: scopesOf(sent).every((scope) => opened.includes(scope)),
  }));
}

/** Somebody who is registered for all that an operation needs. */
function clientFor(sent: BareRequest): RegisteredClient | undefined {
  const may = ({ name, scopes: held }: RegisteredClient) =>
    name !== OVERREACHING && scopesOf(sent).every((scope) => held.includes(scope));
  return clients.find(may);
}

describe('API5:2023 broken function level authorization', () => {
  it('no client does more than it was registered for, though its token names every scope', async ({
    task,
  }) => {
    const modest = clients.filter(({ name }) => name !== OVERREACHING);
    const rows = await Promise.all(
      modest.map(async ({ name, token, scopes: held }) => rowsBy(name, await token(mint, EVERY_SCOPE), held)),
    );
    await expectOpened(rows.flat());
    tried(task, 'operations asked for by every client', rows.flat().length);
  }, 60_000);

  it('no token opens an operation of which it lacks a scope, and those that it names suffice', async ({
    task,
  }) => {
    const rows = await Promise.all(requests.map(rowsByScope));
    await expectOpened(rows.flat());
    tried(task, 'operations asked for with each scope missing', rows.flat().length);
  }, 60_000);

  it('a device posts and does nothing else, and nobody posts for it', async ({ task }) => {
    const rows = [
      ...rowsBy('a device', await tokenOf(device), [deviceScope]),
      ...rowsBy(
        'an unregistered client',
        await mint.token({ client_id: 'stranger', scope: 'partner-api/quotes:read' }),
        [],
      ),
    ];
    await expectOpened(rows);
    tried(task, 'operations asked for by a device, and by a client that nobody knows', rows.length);
  });

  it('a scope alone makes nobody one of the staff, a customer or a device', async ({ task }) => {
    const token = await mint.token({
      client_id: OVERREACHING,
      scope: EVERY_SCOPE.map((scope) => `partner-api/${scope}`).join(' '),
    });
    const told: string[] = [];
    const others = everyOwned.filter(({ by }) => by !== 'partner');
    for (const { name, operationId, by, request: asked } of others) {
      const { status, json, text } = await send(cast.api, {
        ...whole(operationId, asked(anyIds, ANNA).body),
        token,
      });
      const nothing = by === 'customer' ? status < 500 && !ID.test(text) : isForbidden(json);
      if (!nothing) told.push(`${name}: ${text}`);
    }
    expect(told).toEqual([]);
    const body = { sequence: 1, points: [{ at: new Date().toISOString(), speedKmh: 50 }] };
    expect((await send(cast.api, { ...whole('postTelemetry', body), token })).status).toBe(401);
    tried(task, 'operations of others by a partner that holds every scope', others.length + 1);
  });

  it('no path has a method that the contract does not name', async ({ task }) => {
    const token = await cast.api.token('handler');
    const named = new Set(requests.map(({ method, path }) => `${method} ${path}`));
    const paths = [...new Set(requests.map(({ path }) => path))];
    const unnamed = paths
      .flatMap((path) => METHODS.map((method) => ({ method, path })))
      .filter(({ method, path }) => !named.has(`${method} ${path}`));
    const answered: string[] = [];
    await eachOf(unnamed, async (sent) => {
      const status = await statusOf(sent, token);
      if (status !== 404) answered.push(`${sent.method} ${sent.path}: ${status}`);
    });
    expect(answered).toEqual([]);
    expect(await statusOf({ method: 'GET', path: '/quotes' }, token)).toBe(200);
    tried(task, 'methods that no path has', unnamed.length, { paths: paths.length });
  }, 60_000);

  it('has stored nothing of all that', async () => {
    expect(changedTables(before, await rowsAtRest(cast.api))).toEqual([]);
  });
});

async function rowsByScope(sent: BareRequest): Promise<Row[]> {
  const client = clientFor(sent);
  if (!client) {
    expect(scopesOf(sent)).toEqual([deviceScope]);
    return [];
  }
  const needed = scopesOf(sent);
  const row = async (carried: readonly string[], what: string): Promise<Row> => ({
    about: `${sent.operationId} by ${client.name} ${what}`,
    sent: { ...sent, token: await client.token(mint, carried) },
    opens: needed.every((scope) => carried.includes(scope)),
  });
  const without = needed.map((scope) =>
    row(
      EVERY_SCOPE.filter((one) => one !== scope),
      `without ${scope}`,
    ),
  );
  const alike = needed.map((scope) =>
    row([`${scope}2`, `x${scope}`, scope.toUpperCase(), '*'], 'with what is like it'),
  );
  return Promise.all([row(needed, 'with its scopes alone'), ...without, ...alike]);
}

/** The id of anything but what the request names itself. */
const ID = /\b(?!cus_)[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}\b/;

const isForbidden = (json?: { type?: string }) => json?.type === 'urn:partner-api:problem:forbidden';

/** Ids of what there is not, whatever they are of. */
const anyIds = new Proxy({} as Ids, { get: () => 'cus_01KAHJ3M7C9D5F1G7H3J8K2M6N' });

/** A request with all that the contract wants of it. */
function whole(operationId: BareRequest['operationId'], body: object | undefined): Sent {
  const bare = requests.find((each) => each.operationId === operationId);
  if (!bare) throw new Error(`there is no ${operationId}`);
  return { ...bare, headers: { ...fresh(), ...match(1) }, ...(body && { body }) };
}

const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'MERGE',
  'PURGE',
];

/** The status of an answer to any method; `fetch` refuses to send some. */
function statusOf(
  { method, path }: Required<Pick<Sent, 'method' | 'path'>>,
  token: string,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` };
    request(`${cast.api.url}${path}`, { method, headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode));
    })
      .on('error', reject)
      .end();
  });
}
