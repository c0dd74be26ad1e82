import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApi, startApi } from '../../support/api.ts';
import { Client } from '../../support/client.ts';
import { policyOfAnna } from '../../support/consents.ts';
import { tried } from '../../support/evidence.ts';
import { Policies } from '../../support/policies.ts';
import { type Answered, type Sent, send } from '../../support/request.ts';
import { upcomingRequest } from '../../support/risks.ts';
import { unthrottledAssembly } from '../../support/unthrottled.ts';

const EVIL = 'https://evil.example';
const QUOTE = 'quo_01KAE8Z2V0Q8M5T3S7R9XWYB4C';

/** What only the inside of a program would say, or which program it is. */
const INSIDE =
  /\bat \S+ \(|:\d+:\d+|node_modules|\b\w+\.m?[jt]s\b|(Error|Exception)\b|arn:aws|dynamodb|lambda|Function[0-9A-F]{8}|AKIA|ASIA/i;

/** Headers by which a server tells what it is, lets others read, or keeps something with its client. */
const UNWANTED = [
  ...['server', 'x-powered-by', 'via', 'x-aspnet-version', 'x-runtime', 'x-amzn-trace-id', 'set-cookie'],
  ...['access-control-allow-origin', 'access-control-allow-credentials', 'access-control-allow-headers'],
  ...['access-control-allow-methods', 'access-control-expose-headers', 'timing-allow-origin'],
];

let api: RunningApi;
let tokens: Record<'broker' | 'handler' | 'anna', string>;
let policyId: string;

beforeAll(async () => {
  api = await startApi({ cdkOut: unthrottledAssembly() });
  const [broker, handler, anna] = (await Promise.all(['broker', 'handler', 'anna'].map(api.token))) as [
    string,
    string,
    string,
  ];
  tokens = { broker, handler, anna };
  policyId = await policyOfAnna(new Policies(new Client(api, broker)));
});
afterAll(() => api?.stop());

/** A request of each kind of answer there is: of the gateway itself, of the middleware, of rooms and of pages. */
const kinds = (): [what: string, status: number, sent: Sent][] => {
  const { broker, handler, anna } = tokens;
  const asking = { method: 'POST', path: '/quotes', token: broker };
  const plain = { 'content-type': 'text/plain' };
  return [
    ['the gateway, of nobody', 401, { path: '/quotes' }],
    ['the gateway, of somebody who may not', 403, { path: '/quotes', token: anna }],
    ['the gateway, of a path that is not there', 404, { path: '/nowhere', token: broker }],
    ['the gateway, of an escape that is none', 400, { path: '/quotes/%zz', token: broker }],
    ['the gateway, of too much', 413, { ...asking, body: 'x'.repeat(11_000_000) }],
    [
      'the gateway, of an unknown coding',
      415,
      { ...asking, body: '{}', headers: { 'content-encoding': 'br' } },
    ],
    ['the middleware, of no JSON', 400, { ...asking, body: '{' }],
    ['the middleware, of another shape', 400, { ...asking, body: { '<script>': 'x' } }],
    ['the middleware, of another type', 415, { ...asking, body: '{}', headers: plain }],
    ['the middleware, of too much', 413, { ...asking, body: JSON.stringify('x'.repeat(300_000)) }],
    ['a room, of what is not there', 404, { path: `/quotes/${QUOTE}`, token: broker }],
    ['a room, of what breaks a rule', 422, { ...asking, body: { ...upcomingRequest(), product: 'yacht' } }],
    [
      'a room, of a version that was not named',
      428,
      {
        method: 'POST',
        path: `/quotes/${QUOTE}/underwriting`,
        token: handler,
        body: { decision: 'decline', reason: 'No.' },
      },
    ],
    ['a room, of something new', 201, { ...asking, body: upcomingRequest() }],
    ['a room, of a list', 200, { path: '/policies', token: broker }],
    ['a room, of a person', 200, { path: `/policies/${policyId}`, token: broker }],
    ['a room, of a document', 200, { path: `/policies/${policyId}/schedule`, token: broker }],
    ['a room, of a customer’s own', 200, { path: '/me/policies', token: anna }],
    ['the page', 200, { path: '/dashboard' }],
    ['the page’s settings', 200, { path: '/dashboard/config.json' }],
    ['the page, of a file that is not there', 404, { path: '/dashboard/nothing.js' }],
  ];
};

async function answerOf(what: string, status: number, sent: Sent): Promise<Answered> {
  const answer = await send(api, { ...sent, headers: { origin: EVIL, ...sent.headers } });
  expect([what, answer.status]).toEqual([what, status]);
  return answer;
}

describe('API8:2023 security misconfiguration, in answers:', () => {
  it('each says that it is nothing but its type, and is kept nowhere; none what made it, or who else may read it', async ({
    task,
  }) => {
    for (const [what, status, sent] of kinds()) {
      const { headers } = await answerOf(what, status, sent);
      expect(headers.get('x-content-type-options'), what).toBe('nosniff');
      expect(headers.get('cache-control'), what).toBe('no-store');
      expect(
        UNWANTED.filter((name) => headers.has(name)),
        what,
      ).toEqual([]);
      if (status >= 400) expect(headers.get('content-type'), what).toBe('application/problem+json');
    }
    tried(task, 'kinds of answers', kinds().length);
  });

  it('none that refuses says what is inside, or gives back what was sent', async ({ task }) => {
    const refusals = kinds().filter(([, status]) => status >= 400);
    for (const [what, status, sent] of refusals) {
      const { text, json } = await answerOf(what, status, sent);
      expect(Object.keys(json).sort(), what).toEqual(expect.arrayContaining(['status', 'title', 'type']));
      expect(text, what).not.toMatch(INSIDE);
      expect(text, what).not.toContain('<script>');
    }
    tried(task, 'kinds of refusals', refusals.length);
  });

  it('files of the page are asked for again each time, and all of the page is held to its own origin', async ({
    task,
  }) => {
    const page = await send(api, { path: '/dashboard' });
    const names = [...page.text.matchAll(/(?:src|href)="(?:dashboard\/)?([\w.-]+\.\w+)"/g)].map(
      ([, name]) => name,
    );
    expect(names.length).toBeGreaterThan(1);
    for (const path of ['', ...names.map((name) => `/${name}`)]) {
      const { status, headers } = await send(api, { path: `/dashboard${path}` });
      expect([path, status]).toEqual([path, 200]);
      const policy = headers.get('content-security-policy');
      for (const directive of [
        "default-src 'none'",
        "script-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
      ])
        expect(policy, path).toContain(directive);
      expect(policy, path).not.toMatch(/unsafe-|\*|data:|blob:/);
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('referrer-policy'), path).toBe('no-referrer');
      expect(headers.get('strict-transport-security'), path).toMatch(/^max-age=\d{8,}/);
      expect(headers.get('cache-control'), path).toBe(path === '' ? 'no-store' : 'no-cache');
    }
    tried(task, 'files of the page', names.length + 1);
  });

  it('no preflight of another origin is answered with leave', async ({ task }) => {
    const paths = [
      '/quotes',
      '/policies',
      '/me/policies',
      '/claims',
      '/telemetry',
      '/dashboard',
      '/dashboard/config.json',
    ];
    for (const path of paths) {
      const headers = {
        origin: EVIL,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      };
      const answer = await send(api, { method: 'OPTIONS', path, headers });
      expect([path, answer.status]).toEqual([path, 404]);
      expect(
        UNWANTED.filter((name) => answer.headers.has(name)),
        path,
      ).toEqual([]);
    }
    tried(task, 'preflights', paths.length);
  });
});
