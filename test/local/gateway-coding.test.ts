import { deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPEN } from '../support/echo-api.ts';
import { startGateway } from '../support/gateway.ts';

let api: Awaited<ReturnType<typeof startGateway>>;

beforeAll(async () => {
  api = await startGateway(OPEN);
});
afterAll(() => api.close());

const MEGABYTE = 1024 * 1024;
const text = JSON.stringify({ answer: { statusCode: 200, body: 'read' } });

const post = (body: string | Uint8Array<ArrayBuffer>, coding: string) =>
  fetch(`${api.url}/things`, { method: 'POST', body, headers: { 'content-encoding': coding } });

describe('a body in a coding', () => {
  test.each([
    ['gzip', gzipSync(text)],
    ['GZIP', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['identity', Buffer.from(text)],
  ])('%s reaches the function without it', async (coding, body) => {
    expect(await (await post(body, coding)).text()).toBe('read');
  });

  test('leaves the header as it came, and a missing body missing', async () => {
    const event = await (await post('', 'gzip')).json();
    expect(event).toMatchObject({ body: null, headers: { 'content-encoding': 'gzip' } });
  });

  test.each([
    ['of a kind that the gateway does not know', 'br', gzipSync(text)],
    ['upon a coding', 'gzip, gzip', gzipSync(gzipSync(text))],
    ['that it does not have', 'gzip', Buffer.from(text)],
    ['that breaks off', 'gzip', gzipSync(text).subarray(0, -9)],
    ['with a wrong checksum', 'gzip', Buffer.concat([gzipSync(text).subarray(0, -8), Buffer.alloc(8)])],
  ])('%s is a 415', async (_, coding, body) => {
    const response = await post(body, coding);
    expect([response.status, await response.json()]).toEqual([
      415,
      expect.objectContaining({ title: 'Unsupported Media Type' }),
    ]);
  });

  test('that would be larger than the gateway takes is a 413, and is not undone to its end', async () => {
    const member = gzipSync(Buffer.alloc(MEGABYTE));
    const bomb = Buffer.concat(Array.from({ length: 500 }, () => member));
    const { response, grownBy } = await watched(() => post(bomb, 'gzip'));
    expect(response.status).toBe(413);
    expect(grownBy).toBeLessThan(50 * MEGABYTE);
  });
});

/** What comes of a request, and by how much the memory of buffers grew meanwhile at most. */
async function watched(request: () => Promise<Response>) {
  const held = () => process.memoryUsage().arrayBuffers;
  const before = held();
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, held());
  }, 1);
  const response = await request();
  clearInterval(watch);
  return { response, grownBy: most - before };
}
