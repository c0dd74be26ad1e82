import { beforeEach, describe, expect, it } from 'vitest';
import type { MediaType } from '../../openapi/generate/contract.ts';
import { type Judged, leaveUnvalidated, validatedFetch } from '../support/validated-fetch.ts';
import { readContract } from './contract.ts';

const INTERACTION = 'c770aef3-6784-41f7-8e0e-ff5f97bddb3a';
const API = 'http://localhost:1/v1';

const getQuote = readContract().paths['/quotes/{quoteId}']?.get;

/** An example of what an operation answers, as the contract has it. */
function exampleOf(status: string): object {
  const [content]: (MediaType | undefined)[] = Object.values(getQuote?.responses[status]?.content ?? {});
  const [example] = Object.values(content?.examples ?? {});
  return example?.value as object;
}

const quote = exampleOf('200');
const notFound = exampleOf('404');
const QUOTE = `${API}/quotes/quo_01KAE8Z2V0Q8M5T3S7R9XWYB4C`;

/** What was judged so far. */
let judged: Judged[];
beforeEach(() => {
  judged = [];
});

interface Given {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Asks an API that answers what it is told to. */
function ask(url: string, { status = 200, body = quote, headers = {} }: Given, init?: RequestInit) {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  const usual = { 'content-type': type, 'x-fapi-interaction-id': INTERACTION, etag: '"1"' };
  const answer = new Response(JSON.stringify(body), { status, headers: { ...usual, ...headers } });
  return validatedFetch(
    () => Promise.resolve(answer),
    (one) => judged.push(one),
  )(url, init);
}

describe('an answer as the contract has it', () => {
  it('passes, and can be read', async () => {
    const answer = await ask(QUOTE, {});
    expect(await answer.json()).toEqual(quote);
    expect(judged).toEqual([{ asked: 'getQuote', status: 200 }]);
  });

  it('passes as a refusal, of an operation as of nothing', async () => {
    await ask(QUOTE, { status: 404, body: notFound });
    await ask(`${API}/nothing/here`, { status: 404, body: notFound });
    await ask(QUOTE, { status: 404, body: notFound }, { method: 'PATCH' });
    expect(judged.map(({ asked }) => asked)).toEqual(['getQuote', 'nothing', 'nothing']);
  });

  it('is looked for where the request arrives', async () => {
    await ask(`${API}/claims/../quotes/quo_01KAE8Z2V0Q8M5T3S7R9XWYB4C?x=1`, {});
    expect(judged).toEqual([{ asked: 'getQuote', status: 200 }]);
  });
});

describe('an answer against the contract', () => {
  const problem = { ...notFound, status: 403 };
  it.each<[string, Given, string]>([
    ['lacks a field', { body: { ...quote, status: undefined } }, "required property 'status'"],
    ['has a field that nobody was told of', { body: { ...quote, secret: 1 } }, 'additional properties'],
    ['has a status that the operation does not name', { status: 201 }, 'the contract has no getQuote 201'],
    ['is no problem document', { status: 404, body: {} }, "required property 'type'"],
    ['says another status than it has', { status: 404, body: problem }, 'a problem of 403 came with 404'],
    [
      'is a problem of another status',
      { status: 403, body: problem },
      'not-found is a problem of 404, and came with 403',
    ],
    [
      'is a problem of no list',
      { status: 404, body: { ...notFound, type: 'urn:partner-api:problem:lost' } },
      'no problem is called lost',
    ],
    ['is of another media type', { headers: { 'content-type': 'text/html' } }, 'the media type is text/html'],
    ['has a header of another shape', { headers: { etag: 'W/"1"' } }, '/etag must match pattern'],
    ['has a status that no refusal has', { status: 418, body: notFound }, 'the contract has no getQuote 418'],
  ])('is refused where it %s', async (_what, given, violation) => {
    await expect(ask(QUOTE, given)).rejects.toThrow(violation);
    expect(judged).toMatchObject([{ asked: 'getQuote', violation: expect.stringContaining(violation) }]);
  });

  it('is refused where nothing ought to have answered', async () => {
    await expect(ask(`${API}/nothing/here`, {})).rejects.toThrow('no operation is there');
  });

  it('is refused where a header is missing', async () => {
    const bare = new Response(JSON.stringify(quote), { headers: { 'content-type': 'application/json' } });
    const asking = validatedFetch(
      () => Promise.resolve(bare),
      () => undefined,
    );
    await expect(asking(QUOTE)).rejects.toThrow(/x-fapi-interaction-id.*etag/);
  });
});

describe('what is none of the API’s answers', () => {
  it.each([
    'http://localhost:1/_local/events',
    'http://localhost:1/v10/quotes',
    'https://example.com/v1/quotes',
  ])('is left as it is: %s', async (url) => {
    expect((await ask(url, { body: {} })).status).toBe(200);
    expect(judged).toEqual([]);
  });

  it('is left as it is from a server that was named, with a reason', async () => {
    expect(() => leaveUnvalidated('http://localhost:2', '')).toThrow('reason');
    leaveUnvalidated('http://localhost:2', 'a server of another kind');
    expect((await ask('http://localhost:2/v1/quotes', { body: {} })).status).toBe(200);
    expect(judged).toEqual([]);
  });

  it('is a page, which the contract does not describe', async () => {
    await ask(`${API}/dashboard/main.js`, { body: 'x' });
    expect(judged).toEqual([{ asked: 'page', status: 200 }]);
    await expect(ask(`${API}/dashboard/other.js`, { status: 404, body: 'x' })).rejects.toThrow(
      'must be object',
    );
  });
});
