import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Contract, jsonSchemaOf, type Route, routesOf } from '../../../openapi/generate/contract.ts';
import type { OperationId } from '../../../openapi/generated/operations.ts';
import { bodyWith, readContract } from '../../contract/contract.ts';
import { fullBody, placesOf } from '../../support/body-places.ts';
import { announcementOf, photo } from '../../support/claims.ts';
import { consentRequest } from '../../support/consents.ts';
import { deviceToken, newDeviceKey } from '../../support/device-tokens.ts';
import { eachOf } from '../../support/each-of.ts';
import { times, tried } from '../../support/evidence.ts';
import { type Listener, startListener } from '../../support/listener.ts';
import { type Populated, populate, startUndisturbed, tokenFor } from '../../support/populated.ts';
import { exchangeRaw, rawRequest } from '../../support/raw-http.ts';
import { type Sent, send } from '../../support/request.ts';
import { readSources } from '../../support/sources.ts';
import { mintOf, strangersKey } from '../../support/tokens.ts';

const EVIL = 'evil.example';

let world: Populated;
let listener: Listener;
const contract: Contract = readContract();

beforeAll(async () => {
  [world, listener] = await Promise.all([startUndisturbed().then(populate), startListener()]);
});
afterAll(async () => {
  await world?.api.stop();
  await listener?.close();
});

/** Ways to spell the address of the listener. */
const spellings = (): string[] => {
  const { port } = listener;
  const all = [
    `http://127.0.0.1:${port}/`,
    `//127.0.0.1:${port}/`,
    `http://localhost:${port}/x?y#z`,
    `http://2130706433:${port}/`,
    `http://0x7f.1:${port}/`,
    `http://[::ffff:127.0.0.1]:${port}/`,
    `http://known.example@127.0.0.1:${port}/`,
    `gopher://127.0.0.1:${port}/_`,
    `jar:http://127.0.0.1:${port}!/`,
    `127.0.0.1:${port}`,
  ];
  return all.slice(0, times(1, all.length));
};

const isText = (type: unknown) => [type].flat().includes('string');

/** Requests to an operation, each with an address in one of the places where it takes a text. */
function addressed({ path, method, operation, parameters }: Route, address: string): Sent[] {
  const { ids } = world.known;
  const idOf = (name: string) => (ids as Record<string, readonly string[]>)[name]?.[0] ?? 'some';
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => idOf(name));
  const token = tokenFor(world, operation.operationId as OperationId);
  const schema = jsonSchemaOf(operation.requestBody?.content);
  const body = schema && (fullBody(contract, schema) as object);
  const usual: Sent = { method: method.toUpperCase(), path: filled, token, ...(body && { body }) };
  const escaped = encodeURIComponent(address);
  const texts =
    schema && body ? placesOf(contract, schema, body).filter(({ schema: { type } }) => isText(type)) : [];
  const changed = (name: string, where: string): Sent => {
    if (where === 'path')
      return {
        ...usual,
        path: path.replace(`{${name}}`, escaped).replace(/\{(\w+)\}/g, (_, other) => idOf(other)),
      };
    if (where === 'query') return { ...usual, path: `${filled}?${name}=${escaped}` };
    return { ...usual, headers: { [name]: address } };
  };
  return [
    ...parameters.map(({ name, in: where }) => changed(name, where)),
    ...texts
      .filter(({ pointer }) => pointer !== '')
      .map(({ pointer }) => ({ ...usual, body: bodyWith(body ?? {}, pointer, address) })),
  ];
}

/** Sends requests, none of which may fail inside. */
async function sendAll(requests: readonly Sent[]): Promise<void> {
  await eachOf(requests, async (sent) => {
    const { status } = await send(world.api, sent);
    expect(status, `${sent.method} ${sent.path} ${JSON.stringify(sent.body)}`).toBeLessThan(500);
  });
}

/** Whoever would have followed an address has done so before the last answer, or when this has passed. */
const AFTERWARDS_MS = 300;

async function visitorsWhile(act: () => Promise<void>): Promise<number> {
  const before = listener.connections();
  await act();
  await new Promise((resolve) => setTimeout(resolve, AFTERWARDS_MS));
  return listener.connections() - before;
}

describe('API7:2023 server-side request forgery:', () => {
  it('a listener would notice a visitor', async () => {
    const visitors = await visitorsWhile(async () => {
      await once(connect(listener.port, '127.0.0.1'), 'close');
    });
    expect(visitors).toBe(1);
  });

  it('no address is followed that a request has in any text, parameter or header', {
    timeout: 300_000,
  }, async ({ task }) => {
    const requests = routesOf(contract).flatMap((route) =>
      spellings().flatMap((address) => addressed(route, address)),
    );
    expect(await visitorsWhile(() => sendAll(requests))).toBe(0);
    tried(task, 'requests with an address in one place', requests.length);
  });

  it('no address is followed by which a token says that its key is to be found', async ({ task }) => {
    const mint = await mintOf(world.api);
    const [stranger, deviceKey] = [await strangersKey(), await newDeviceKey()];
    const address = `http://127.0.0.1:${listener.port}/keys`;
    const headers = [
      { jku: address },
      { x5u: address },
      { kid: address },
      { jku: address, kid: 'dev_1' },
      { iss: address },
    ];
    const tokens = [
      ...headers.map((header) => mint.token({}, header as { kid?: string }, stranger)),
      mint.token({ iss: address }),
      mint.token({ iss: address }, {}, stranger),
      ...headers.map((header) => deviceToken(`dev_${'0'.repeat(26)}`, deviceKey, { iss: address }, header)),
    ];
    const visitors = await visitorsWhile(async () => {
      for (const token of await Promise.all(tokens))
        expect((await send(world.api, { path: '/products/motor', token })).status).toBe(401);
    });
    expect(visitors).toBe(0);
    tried(task, 'tokens with an address', tokens.length);
  });

  it('functions ask nobody by HTTP but the issuer for its keys, and CloudFormation, which called', ({
    task,
  }) => {
    const functions = readSources().filter(
      ({ path }) => path.startsWith('functions/') && !/\.test\.ts$|\/page\//.test(path),
    );
    const asking = functions.filter(({ text }) =>
      /\bfetch\(|from 'node:(https?|net|tls|dgram|dns)/.test(text),
    );
    expect(asking.map(({ path }) => path).sort()).toEqual([
      'functions/authorizer/issuer-keys.ts',
      'functions/partners/handler.ts',
    ]);
    tried(task, 'files of functions', functions.length);
  });
});

/** What else a server might take for its own address. */
const hosts = (port: number): string[][] => [
  [`Host: ${EVIL}`],
  [`Host: ${EVIL}:${port}`],
  [`Host: localhost@${EVIL}`],
  [`Host: ${EVIL}/x?y=`],
  ['Host: '],
  [`X-Forwarded-Host: ${EVIL}`],
  [`X-Forwarded-Host: ${EVIL}`, 'X-Forwarded-Proto: ftp', 'X-Forwarded-Port: 1'],
  [`Forwarded: host=${EVIL};proto=http`],
  [`X-Host: ${EVIL}`],
  [`X-Forwarded-Server: ${EVIL}`],
  [`X-Original-Host: ${EVIL}`],
  [`X-Rewrite-URL: http://${EVIL}/`],
  [`Origin: http://${EVIL}`],
  [`Referer: http://${EVIL}/`],
];

describe('API7:2023, the address of the API itself:', () => {
  it('no link in an answer follows what a request says of its host', async ({ task }) => {
    const { api, tokens, known } = world;
    const port = Number(new URL(api.origin).port);
    const posting = (path: string, body: object, headers: string[]) => {
      const text = JSON.stringify(body);
      const all = [
        ...headers,
        `Authorization: Bearer ${tokens.broker}`,
        'Content-Type: application/json',
        `Content-Length: ${text.length}`,
      ];
      return rawRequest(`POST /v1${path} HTTP/1.1`, all, text);
    };
    const [claimId = ''] = known.ids.claimId;
    const requests = hosts(port).flatMap((headers) => [
      posting('/consents', consentRequest(), headers),
      posting(`/claims/${claimId}/documents`, announcementOf(photo()), headers),
      rawRequest('GET /v1/dashboard HTTP/1.1', headers),
      rawRequest('GET /v1/dashboard/config.json HTTP/1.1', headers),
    ]);
    let links = 0;
    for (const request of requests) {
      const [answer] = (await exchangeRaw(port, request)).answers;
      expect([200, 201], request).toContain(answer?.status);
      const said = [answer?.body, ...(answer?.headers.values() ?? [])].join('\n');
      expect(said, request).not.toContain(EVIL);
      links += said.match(/https?:\/\//g)?.length ?? 0;
    }
    // Otherwise there was nothing that could have followed.
    expect(links).toBeGreaterThan(requests.length / 2);
    tried(task, 'requests that name another host', requests.length, { links });
  });

  it('nobody is led back to an address that is like the registered one', async ({ task }) => {
    const { port } = listener;
    const registered = 'http://localhost:8080/callback';
    const alike = [
      `http://127.0.0.1:${port}/callback`,
      `${registered}.${EVIL}`,
      `${registered}/../../x`,
      `${registered}%2f..`,
      `http://localhost:8080%2ecallback`,
      `http://localhost:8080@127.0.0.1:${port}/callback`,
      `http://localhost:8080\\@${EVIL}/callback`,
      `http://LOCALHOST:8080/callback`,
      `http://localhost.:8080/callback`,
      `http://localhost:08080/callback`,
      `http://[::1]:8080/callback`,
      `//localhost:8080/callback`,
      ` ${registered}`,
      `${registered} `,
      `${registered}\n`,
      `${registered}\u0000`,
      `http://localhost:8080/c\u0430llback`,
      `data:text/html,${registered}`,
    ];
    const visitors = await visitorsWhile(async () => {
      for (const redirectUri of alike) {
        const body = consentRequest({ redirectUri });
        const { status } = await send(world.api, {
          method: 'POST',
          path: '/consents',
          token: world.tokens.broker,
          body,
        });
        expect([400, 422], redirectUri).toContain(status);
      }
    });
    expect(visitors).toBe(0);
    const body = consentRequest({ redirectUri: registered });
    expect(
      (await send(world.api, { method: 'POST', path: '/consents', token: world.tokens.broker, body })).status,
    ).toBe(201);
    tried(task, 'addresses like a registered one', alike.length);
  });
});
