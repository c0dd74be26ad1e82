import { createPublicKey } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readContract } from '../../contract/contract.ts';
import { startApi } from '../../support/api.ts';
import { type BareRequest, bareRequests } from '../../support/bare-requests.ts';
import { algorithms } from '../../support/broken-tokens/algorithms.ts';
import type { BrokenToken } from '../../support/broken-tokens/broken-token.ts';
import { clocks } from '../../support/broken-tokens/clocks.ts';
import { deviceClaims } from '../../support/broken-tokens/device-claims.ts';
import { forms } from '../../support/broken-tokens/forms.ts';
import { issuerClaims } from '../../support/broken-tokens/issuer-claims.ts';
import { criticals, keySources, strangersJwk } from '../../support/broken-tokens/key-sources.ts';
import { keys } from '../../support/broken-tokens/keys.ts';
import {
  deviceSigner,
  issuerOf,
  type Signer,
  signed,
  strangerKey,
} from '../../support/broken-tokens/signer.ts';
import { Client } from '../../support/client.ts';
import { type Cast, castOf, policyOfAnna } from '../../support/consents.ts';
import { collecting, Devices } from '../../support/devices.ts';
import { eachOf } from '../../support/each-of.ts';
import { times, tried } from '../../support/evidence.ts';
import { expectProblem } from '../../support/problems.ts';
import { type Answered, type Sent, send } from '../../support/request.ts';
import { changedTables, rowsAtRest } from '../../support/stored.ts';
import { unthrottledAssembly } from '../../support/unthrottled.ts';

let cast: Cast;
let issuer: Signer;
let device: Signer;
let requests: BareRequest[];
/** Where a stranger offers keys, and who came for them. */
let strangers: Server;
let visits = 0;
let before: Map<string, string>;

beforeAll(async () => {
  strangers = createServer((_request, response) => {
    visits += 1;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [strangersJwk] }));
  });
  await new Promise<void>((resolve) => strangers.listen(0, '127.0.0.1', resolve));
  cast = await castOf(await startApi({ cdkOut: unthrottledAssembly() }));
  issuer = await issuerOf(cast.api);
  device = await pluggedIn();
  requests = bareRequests(readContract());
  before = await rowsAtRest(cast.api);
}, 120_000);
afterAll(async () => {
  strangers?.close();
  await cast?.api.stop();
});

/** A device that may post, as the signer of its tokens. */
async function pluggedIn(): Promise<Signer> {
  const policyId = await policyOfAnna(cast.policies);
  const devices = new Devices(await Client.of(cast.api, 'broker'));
  const key = strangerKey();
  const publicKeyJwk = createPublicKey(key).export({ format: 'jwk' });
  const consentId = await collecting(cast, policyId);
  const { body } = await devices.register({ policyId, kind: 'obd', publicKeyJwk }, consentId);
  return deviceSigner(body.deviceId, key);
}

const strangersUrl = () => `http://127.0.0.1:${(strangers.address() as AddressInfo).port}`;

/** Every operation with every one of these tokens; in the suite one pair in so many, in which all of both come up. */
function pairsOf<Token>(tokens: readonly Token[], one: number): [BareRequest, Token][] {
  const all = requests.flatMap((request) => tokens.map((token): [BareRequest, Token] => [request, token]));
  return all.filter((_, index) => index % times(one, 1) === 0);
}

/** What is not as it is to who has no token that holds. */
function faultOf({ status, headers, json, text }: Answered): string | undefined {
  const refused = status === 401 && json?.type === 'urn:partner-api:problem:unauthorized';
  return refused && headers.get('www-authenticate') === 'Bearer' ? undefined : `${status} ${text}`;
}

/** Sends all of these, none of which may be let in. */
async function expectUnauthorized(asked: readonly { what: string; sent: () => Sent }[]): Promise<void> {
  const letIn: string[] = [];
  await eachOf(asked, async ({ what, sent }) => {
    const fault = faultOf(await send(cast.api, sent()));
    if (fault) letIn.push(`${what}: ${fault}`);
  });
  expect(letIn).toEqual([]);
}

/** How many requests were refused to tokens of a signer's kind that are broken, every one at least once. */
async function refuse(tokens: readonly BrokenToken[], signer: Signer, one: number): Promise<number> {
  const asked = pairsOf(tokens, one);
  expect(new Set(asked.map(([, token]) => token)).size).toBe(tokens.length);
  await expectUnauthorized(
    asked.map(([request, { what, make }]) => ({
      what: `${request.operationId} by a token ${what}`,
      sent: () => ({ ...request, token: make(signer) }),
    })),
  );
  return asked.length;
}

describe('API2:2023 broken authentication', () => {
  it('lets the tokens in of which those below are the broken ones', async ({ task }) => {
    const told = new Map<string, number>();
    for (const request of requests) {
      const { status } = await send(cast.api, { ...request, token: signed(issuer) });
      told.set(request.operationId, status);
      expect(status, request.operationId).not.toBe(401);
    }
    expect(told.get('listQuotes')).toBe(200);
    const posted = await send(cast.api, {
      method: 'POST',
      path: '/telemetry',
      token: signed(device),
      body: {},
    });
    expectProblem(posted, 'validation-failed');
    tried(task, 'operations asked for by a token that holds', requests.length + 1);
  });

  it('no operation is open to who brings no token, or brings it another way', async ({ task }) => {
    const tokens = waysWithout(signed(issuer));
    const asked = pairsOf(tokens, 5);
    await expectUnauthorized(
      asked.map(([request, { what, alter }]) => ({
        what: `${request.operationId} with ${what}`,
        sent: () => alter(request),
      })),
    );
    tried(task, 'requests without a token in its place', asked.length, { ways: tokens.length });
  }, 120_000);

  it('no operation is open to a token of the issuer’s kind that does not hold', async ({ task }) => {
    const ofOthers = [...algorithms, ...keys, ...keySources(strangersUrl())];
    const ofItself = [...criticals, ...clocks, ...forms, ...issuerClaims];
    const tokens = [...ofOthers, ...ofItself];
    const count = await refuse(tokens, issuer, 23);
    tried(task, 'requests by a broken token of the issuer’s kind', count, { tokens: tokens.length });
  }, 300_000);

  it('no operation is open to a token of a device’s kind that does not hold', async ({ task }) => {
    const tokens = [
      ...[...algorithms, ...keys, ...keySources(strangersUrl())],
      ...[...criticals, ...clocks, ...forms, ...deviceClaims],
    ];
    const count = await refuse(tokens, device, 29);
    tried(task, 'requests by a broken token of a device’s kind', count, { tokens: tokens.length });
  }, 300_000);

  it('has looked nowhere for keys that a token named, and stored nothing', async () => {
    expect(visits).toBe(0);
    expect(changedTables(before, await rowsAtRest(cast.api))).toEqual([]);
    expect((await fetch(`${strangersUrl()}/jwks.json`)).status).toBe(200);
    expect(visits).toBe(1);
  });
});

/** How a request goes out without a token where it belongs. */
interface Way {
  what: string;
  alter(request: BareRequest): Sent;
}

function waysWithout(token: string): Way[] {
  const headers = (what: string, sent: Record<string, string>): Way => ({
    what,
    alter: (request) => ({ ...request, headers: sent }),
  });
  const query = (name: string): Way => ({
    what: `the token in the query as ${name}`,
    alter: (request) => ({ ...request, path: `${request.path}?${name}=${token}` }),
  });
  const values = ['', 'Bearer', 'Bearer ', token, `Token ${token}`, `Basic ${btoa('aggregator:secret')}`];
  const further = [
    `Basic ${btoa(token)}`,
    `DPoP ${token}`,
    `Bearer ${token} ${token}`,
    `Bearer ${token},Bearer ${token}`,
  ];
  return [
    headers('nothing', {}),
    ...[...values, ...further].map((value) =>
      headers(`“${value.slice(0, 14)}…” of ${value.length}`, { authorization: value }),
    ),
    headers('the token in a cookie', { cookie: `access_token=${token}; authorization=Bearer ${token}` }),
    ...['x-authorization', 'x-access-token', 'proxy-authorization', 'x-api-key', 'x-amz-security-token'].map(
      (name) => headers(`the token in ${name}`, { [name]: `Bearer ${token}` }),
    ),
    headers('who says to be somebody', {
      'x-client-id': 'aggregator',
      'x-amzn-apigateway-api-id': 'x',
      'x-forwarded-user': 'handler',
    }),
    ...['access_token', 'authorization', 'token'].map(query),
  ];
}
