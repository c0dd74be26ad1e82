import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exchangeBytes, OPEN } from '../support/echo-api.ts';
import { startGateway } from '../support/gateway.ts';

let api: Awaited<ReturnType<typeof startGateway>>;

beforeAll(async () => {
  api = await startGateway(OPEN);
});
afterAll(() => api.close());

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${api.url}${path}`, { method: 'POST', body: JSON.stringify(body), headers });
describe('what fails behind the gateway', () => {
  test('a handler’s error is a 502 that does not tell what happened', async () => {
    const response = await post('/things', { fail: true });
    expect(response.status).toBe(502);
    expect(await response.text()).not.toContain('secret');
    expect(api.logs.execution.at(-1)).toContain('secret detail');
  });

  test('no answer in time is a 504', async () => {
    const response = await post('/slow', { sleep: 300 });
    expect([response.status, await response.json()]).toEqual([
      504,
      expect.objectContaining({ title: 'Endpoint request timed out' }),
    ]);
  });

  test('a function over its own time limit is a 502', async () => {
    expect((await post('/things', { sleep: 2500 })).status).toBe(502);
  });

  test('a function that does not permit the gateway is a 500', async () => {
    expect((await fetch(`${api.url}/forbidden`)).status).toBe(500);
    expect(api.logs.execution.at(-1)).toContain('does not permit');
  });

  test('a function that is not there is a 500', async () => {
    expect((await fetch(`${api.url}/nowhere`)).status).toBe(500);
  });
});

describe('limits', () => {
  test.each([
    ['declared', (size: number) => 'x'.repeat(size)],
    ['chunked', (size: number) => new Blob(['x'.repeat(size)]).stream()],
  ])('a %s body over 10 MB is a 413', async (_, bodyOf) => {
    const body = bodyOf(10 * 1024 * 1024 + 1);
    const response = await fetch(`${api.url}/things`, {
      method: 'POST',
      body,
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ title: 'Request Too Long' });
  });

  test('a body that no function takes is a 413', async () => {
    expect((await post('/things', { big: 'x'.repeat(7e6) })).status).toBe(413);
  });

  test('headers over 10 KB or 200 of them are refused', async () => {
    const long = `GET /v1/things HTTP/1.1\r\nHost: h\r\nX: ${'x'.repeat(11_000)}\r\n\r\n`;
    expect(await exchangeBytes(api.port, long)).toMatch(/^HTTP\/1.1 431 /);
    const many = `GET /v1/things HTTP/1.1\r\nHost: h\r\nConnection: close\r\n${'a: b\r\n'.repeat(300)}\r\n`;
    expect(await exchangeBytes(api.port, many)).toMatch(/^HTTP\/1.1 431 /);
  });

  test('what is not HTTP is refused', async () => {
    expect(await exchangeBytes(api.port, 'hello\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /);
    const smuggled =
      'POST /v1/things HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n';
    expect(await exchangeBytes(api.port, smuggled)).toMatch(/^HTTP\/1.1 400 /);
  });

  test('each method takes what the stage allows it', async () => {
    const small = await startGateway({ ...OPEN, throttle: { rate: 1, burst: 2 } });
    const statuses = [];
    for (let n = 0; n < 3; n++) statuses.push((await fetch(`${small.url}/things`)).status);
    statuses.push((await fetch(`${small.url}/things/a`)).status);
    await small.close();
    expect(statuses).toEqual([200, 200, 429, 200]);
  });
});

describe('gateway responses and access log', () => {
  test('hold what the template says', async () => {
    const response = await fetch(`${api.url}/none`, { headers: { 'X-Interaction-Id': 'i-1' } });
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.get('x-interaction-id')).toBe('i-1');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const instance = `urn:request:${response.headers.get('x-amzn-requestid')}`;
    expect(await response.json()).toEqual({
      type: 'urn:problem:not-found',
      title: 'Missing Authentication Token',
      instance,
    });
  });

  test('leave out a header that the request does not have', async () => {
    expect((await fetch(`${api.url}/none`)).headers.get('x-interaction-id')).toBeNull();
  });

  test('each request is one line', async () => {
    const before = api.logs.access.length;
    const agent = 'quo"ted';
    const response = await fetch(`${api.url}/things/secret-id`, { headers: { 'user-agent': agent } });
    await fetch(`${api.url}/none`);
    const lines = api.logs.access.slice(before).map((line) => JSON.parse(line));
    expect(lines).toEqual([
      {
        id: response.headers.get('x-amzn-requestid'),
        route: '/things/{thingId}',
        status: '200',
        who: '-',
        type: '-',
        agent,
      },
      expect.objectContaining({ route: '-', status: '404', type: 'MISSING_AUTHENTICATION_TOKEN' }),
    ]);
  });
});
