import { request as rawRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exchangeBytes, OPEN } from '../support/echo-api.ts';
import { startGateway } from '../support/gateway.ts';

type Running = Awaited<ReturnType<typeof startGateway>>;
let api: Running;

beforeAll(async () => {
  api = await startGateway(OPEN);
});
afterAll(() => api.close());

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${api.url}${path}`, { method: 'POST', body: JSON.stringify(body), headers });

/** The status and body that a path gets which `fetch` would tidy up first. */
function getRaw(path: string): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const request = rawRequest({ port: api.port, host: 'localhost', path: `/v1${path}` }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, body }));
    });
    request.on('error', reject).end();
  });
}

describe('the proxy event', () => {
  test('carries the request', async () => {
    const response = await post('/things?a=1&b=x+y&a=%C3%A9&flag', { n: 1 }, { 'X-Thing': 'one' });
    expect(await response.json()).toMatchObject({
      resource: '/things',
      path: '/things',
      httpMethod: 'POST',
      queryStringParameters: { a: 'é', b: 'x y', flag: '' },
      multiValueQueryStringParameters: { a: ['1', 'é'], b: ['x y'], flag: [''] },
      pathParameters: null,
      stageVariables: { pageUrl: 'https://example.com/v1/page' },
      headers: { 'X-Thing': 'one', 'X-Forwarded-Proto': 'http' },
      body: '{"n":1}',
      isBase64Encoded: false,
      requestContext: {
        stage: 'v1',
        path: '/v1/things',
        resourcePath: '/things',
        apiId: 'api1',
        requestId: response.headers.get('x-amzn-requestid'),
        identity: { sourceIp: expect.stringMatching(/127\.0\.0\.1|::1/) },
      },
    });
  });

  test('gives every value of a header, and the last one alone', async () => {
    const text = await exchangeBytes(
      api.port,
      'GET /v1/things HTTP/1.1\r\nHost: h\r\nX-A: 1\r\nX-A: 2\r\nConnection: close\r\n\r\n',
    );
    const event = JSON.parse(text.split('\r\n\r\n')[1] ?? '');
    expect(event.headers['X-A']).toBe('2');
    expect(event.multiValueHeaders['X-A']).toEqual(['1', '2']);
    expect(event.headers.Connection).toBeUndefined();
    expect(event.body).toBeNull();
  });

  test('has binary bodies in base64', async () => {
    const body = new Uint8Array([0, 255, 1]);
    const headers = { 'content-type': 'application/pdf' };
    const response = await fetch(`${api.url}/things`, { method: 'POST', body, headers });
    expect(await response.json()).toMatchObject({ body: 'AP8B', isBase64Encoded: true });
  });
});

describe('the proxy event of odd requests', () => {
  test('is not confused by names that objects have by nature', async () => {
    const response = await fetch(`${api.url}/things?__proto__=1&constructor=2`);
    const event = JSON.parse(await response.text(), (key, value) =>
      key === '__proto__' ? undefined : value,
    );
    expect(event.queryStringParameters).toEqual({ constructor: '2' });
  });
});

describe('routes', () => {
  test.each([
    ['/things/a%2Fb', { thingId: 'a/b' }],
    ['/things/%C3%A9', { thingId: 'é' }],
    ['/things/..', { thingId: '..' }],
    ['/things/special', null],
  ])('%s is found', async (path, pathParameters) => {
    const { body } = await getRaw(path);
    expect(JSON.parse(body).pathParameters).toEqual(pathParameters);
  });

  test.each([
    '/',
    '/Things',
    '//things',
    '/things/',
    '/things//',
    '/things/a/b',
    '/./things',
    '/x/../things',
    '/%74hings',
  ])('%s is not there', async (path) => {
    const { status, body } = await getRaw(path);
    expect(status).toBe(404);
    expect(JSON.parse(body)).toMatchObject({ type: 'urn:problem:not-found' });
  });

  test('a method that a path lacks is not there', async () => {
    expect((await fetch(`${api.url}/things`, { method: 'DELETE' })).status).toBe(404);
    expect((await fetch(`${api.url}/things`, { method: 'OPTIONS' })).status).toBe(404);
  });

  test.each(['/things/%zz', '/things/%C3', '/things?a=%zz'])('%s is a bad request', async (path) => {
    const { status, body } = await getRaw(path);
    expect(status).toBe(400);
    expect(JSON.parse(body)).toMatchObject({ type: 'urn:problem:request-refused' });
  });

  test('other stages are forbidden', async () => {
    const response = await fetch(`http://localhost:${api.port}/v2/things`);
    expect([response.status, await response.json()]).toEqual([403, { message: 'Forbidden' }]);
  });
});

describe("the function's answer", () => {
  test('becomes the response', async () => {
    const answer = {
      statusCode: 201,
      headers: { ETag: '"1"', 'X-Number': 5 },
      multiValueHeaders: { Link: ['<a>', '<b>'] },
      body: 'hé',
    };
    const response = await post('/things', { answer });
    expect(response.status).toBe(201);
    expect(response.headers.get('etag')).toBe('"1"');
    expect(response.headers.get('x-number')).toBe('5');
    expect(response.headers.get('link')).toBe('<a>, <b>');
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.text()).toBe('hé');
  });

  test('cannot set what is the gateway’s to set', async () => {
    const headers = { 'WWW-Authenticate': 'Bearer', 'Content-Length': '1', Connection: 'close' };
    const response = await post('/things', { answer: { statusCode: 401, headers, body: 'long' } });
    expect(response.headers.get('www-authenticate')).toBeNull();
    expect(response.headers.get('x-amzn-remapped-www-authenticate')).toBe('Bearer');
    expect(await response.text()).toBe('long');
  });

  test('may be binary for a client that accepts it', async () => {
    const answer = {
      statusCode: 200,
      body: 'AP8B',
      isBase64Encoded: true,
      headers: { 'Content-Type': 'application/pdf' },
    };
    const decoded = await post('/things', { answer }, { accept: 'application/pdf' });
    expect(new Uint8Array(await decoded.arrayBuffer())).toEqual(new Uint8Array([0, 255, 1]));
    const encoded = await post('/things', { answer }, { accept: 'text/plain' });
    expect(await encoded.text()).toBe('AP8B');
  });

  test('may have no body', async () => {
    const response = await post('/things', { answer: { statusCode: 204 } });
    expect([response.status, await response.text()]).toEqual([204, '']);
  });

  test('has no body for HEAD', async () => {
    const response = await fetch(`${api.url}/things`, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });
});

describe('an answer of the function', () => {
  test.each([
    ['nothing', null],
    ['no status code', { body: 'x' }],
    ['an impossible status code', { statusCode: 99 }],
    ['a body that is no text', { statusCode: 200, body: { a: 1 } }],
    ['a header that splits the response', { statusCode: 200, headers: { 'X-A': 'a\r\nSet-Cookie: b' } }],
    ['a header name that is none', { statusCode: 200, headers: { 'X A': 'a' } }],
  ])('with %s is a 502', async (_, answer) => {
    const response = await post('/things', { answer });
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({
      type: 'urn:problem:internal',
      title: 'Internal server error',
    });
    expect(api.logs.execution.at(-1)).toContain('Malformed');
  });
});
