import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { integration, startGateway } from '../support/gateway.ts';

const DOCUMENT = `export const handler = async () => ({
  statusCode: 200,
  headers: { 'Content-Type': 'application/pdf' },
  body: 'AP8B',
  isBase64Encoded: true,
});`;
const ECHO = 'export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });';

let api: Awaited<ReturnType<typeof startGateway>>;

beforeAll(async () => {
  api = await startGateway({
    functions: { document: DOCUMENT, echo: ECHO },
    body: {
      openapi: '3.0.1',
      paths: {
        '/document': { get: integration('document') },
        '/things': { get: integration('echo'), post: integration('echo') },
      },
      'x-amazon-apigateway-binary-media-types': ['*/*'],
    },
  });
});
afterAll(() => api.close());

const post = async (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  (await fetch(`${api.url}/things`, { method: 'POST', body, headers })).json();

describe('where every type is binary', () => {
  test.each([undefined, '*/*', 'application/pdf', 'application/json', 'text/html,*/*;q=0.8'])(
    'a document is bytes for a client that accepts %s',
    async (accept) => {
      const response = await fetch(
        `${api.url}/document`,
        accept === undefined ? {} : { headers: { accept } },
      );
      expect(response.headers.get('content-type')).toBe('application/pdf');
      expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([0, 255, 1]));
    },
  );

  test('a text of the function passes as it is', async () => {
    const response = await fetch(`${api.url}/things?a=%C3%A9`);
    expect(await response.json()).toMatchObject({ queryStringParameters: { a: 'é' } });
  });

  test('every body reaches the function in base64, whatever type it has or has not', async () => {
    const body = Buffer.from('{"n":"é"}');
    const encoded = { body: body.toString('base64'), isBase64Encoded: true };
    expect(await post(body, { 'content-type': 'application/json; charset=utf-8' })).toMatchObject(encoded);
    expect(await post(body, { 'content-type': 'text/plain' })).toMatchObject(encoded);
    expect(await post(body)).toMatchObject(encoded);
  });

  test('no body is none', async () => {
    expect(await post('')).toMatchObject({ body: null, isBase64Encoded: false });
    const response = await fetch(`${api.url}/things`);
    expect(await response.json()).toMatchObject({ body: null, isBase64Encoded: false });
  });
});
