import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApi, startApi } from '../support/api.ts';
import { tried } from '../support/evidence.ts';
import { exchangeRaw, type RawAnswer, rawRequest } from '../support/raw-http.ts';
import { send } from '../support/request.ts';
import { upcomingRequest } from '../support/risks.ts';
import { seenRequests } from '../support/seen-requests.ts';
import { framingTricks } from './tricks/framing.ts';
import { headerTricks } from './tricks/headers.ts';
import { targetTricks } from './tricks/targets.ts';
import type { Genuine, Trick } from './tricks/trick.ts';

/** Connections that are held open at once. */
const CLINGING = 500;

let api: RunningApi;
let port: number;
let genuine: Genuine;
/** What the owner's quote is answered. */
let shown: string;

beforeAll(async () => {
  api = await startApi();
  port = Number(new URL(api.origin).port);
  const [token, other] = (await Promise.all(['aggregator', 'broker'].map(api.token))) as [string, string];
  const body = upcomingRequest();
  const { json, text } = await send(api, { method: 'POST', path: '/quotes', token, body });
  genuine = { token, other, quoteId: json.quoteId, body: JSON.stringify(body) };
  shown = text;
});
afterAll(() => api?.stop());

/** How many requests have reached a room. */
const callsMade = async () => (await seenRequests(api, genuine.token)).length;

const quotesOf = async (token: string): Promise<unknown[]> =>
  (await send(api, { path: '/quotes?limit=100', token })).json.data;

/** Plays tricks one after the other; gives those that were answered otherwise than they say. */
async function play(tricks: readonly Trick[]): Promise<object[]> {
  const surprises: object[] = [];
  for (const { what, bytes, statuses } of tricks) {
    const { answers, rest } = await exchangeRaw(port, bytes);
    const given = answers.map(({ status }) => status);
    if (rest !== '' || given.join() !== statuses.join()) surprises.push({ what, given, statuses, rest });
    const quotes = answers.filter(
      ({ body }) => body.startsWith('{"quoteId"') && body.includes(genuine.quoteId),
    );
    for (const { body } of quotes) expect(body, what).toBe(shown);
  }
  return surprises;
}

const total = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);

describe('what gateway and function might read in two ways is read in one, and acted upon once:', () => {
  it.for([
    ['where a request ends', framingTricks],
    ['where it leads', targetTricks],
    ['what its headers say', headerTricks],
  ] as const)('%s', async ([, make], { task }) => {
    const tricks = make(genuine);
    const [calls, quotes] = [await callsMade(), (await quotesOf(genuine.token)).length];

    expect(await play(tricks)).toEqual([]);

    // The list of quotes above was a call too.
    expect((await callsMade()) - calls - 1).toBe(total(tricks.map((trick) => trick.calls)));
    const asked = tricks.filter(({ statuses }) => statuses.includes(201)).length;
    expect(await quotesOf(genuine.token)).toHaveLength(quotes + asked);
    expect(await quotesOf(genuine.other)).toHaveLength(0);
    tried(task, 'requests that could be read in two ways', tricks.length);
  });
});

/** Asks for a quote, with headers as they are. */
async function asking(headers: readonly string[], body = genuine.body): Promise<RawAnswer | undefined> {
  const usual = [`Authorization: Bearer ${genuine.token}`, `Content-Length: ${body.length}`];
  const typed = headers.some((header) => header.startsWith('Content-Type'))
    ? []
    : ['Content-Type: application/json'];
  const request = rawRequest('POST /v1/quotes HTTP/1.1', [...usual, ...typed, ...headers], body);
  return (await exchangeRaw(port, request)).answers[0];
}

describe('of a header that comes twice the last one counts, and alone:', () => {
  it('Idempotency-Key', async () => {
    const [first, last] = [crypto.randomUUID(), crypto.randomUUID()].map((key) => `Idempotency-Key: ${key}`);
    const made = await asking([first ?? '', last ?? '']);
    expect(made?.status).toBe(201);

    const again = await asking([last ?? '']);
    expect(again?.headers.get('idempotency-replayed')).toBe('true');
    expect(again?.body).toBe(made?.body);
    const other = await asking([first ?? '']);
    expect([other?.status, other?.headers.get('idempotency-replayed')]).toEqual([201, undefined]);
    expect(other?.body).not.toBe(made?.body);
  });

  it('Content-Type', async () => {
    const [json, text] = ['Content-Type: application/json', 'Content-Type: text/plain'];
    expect((await asking([text, json]))?.status).toBe(201);
    expect((await asking([json, text]))?.status).toBe(415);
  });

  it('If-Match', async () => {
    const body = upcomingRequest({ vehicle: { fuel: 'electric' } });
    const { json } = await send(api, { method: 'POST', path: '/quotes', token: genuine.token, body });
    const token = await api.token('handler');
    const said = JSON.stringify({ decision: 'decline', reason: 'Not this one.' });
    const decide = async (...versions: number[]) => {
      const headers = [
        `Authorization: Bearer ${token}`,
        'Content-Type: application/json',
        `Content-Length: ${said.length}`,
        ...versions.map((version) => `If-Match: "${version}"`),
      ];
      const request = rawRequest(`POST /v1/quotes/${json.quoteId}/underwriting HTTP/1.1`, headers, said);
      return (await exchangeRaw(port, request)).answers[0]?.status;
    };
    expect(await decide(1, 7)).toBe(412);
    expect(await decide(7, 1)).toBe(200);
  });
});

it('whoever never ends a request keeps nobody else waiting', async ({ task }) => {
  const begun = Array.from({ length: CLINGING }, () => {
    const socket = connect(port, 'localhost');
    socket.on('error', () => {});
    socket.write(`POST /v1/quotes HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${genuine.token}\r\nX-A: a`);
    return socket;
  });
  await Promise.all(begun.map((socket) => once(socket, 'connect')));

  const startedAt = performance.now();
  const { status } = await send(api, { path: `/quotes/${genuine.quoteId}`, token: genuine.token });
  const waited = performance.now() - startedAt;

  for (const socket of begun) socket.destroy();
  expect(status).toBe(200);
  expect(waited).toBeLessThan(2_000);
  tried(task, 'connections that never end a request', begun.length);
});
