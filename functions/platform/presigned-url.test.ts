import { createHash, createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Permitted, presignedUrl } from './presigned-url.ts';

const at = '2026-11-21T10:00:00.000Z';
const permitted: Permitted = {
  method: 'PUT',
  key: 'incoming/clm_1/doc_1',
  headers: { 'content-type': 'image/jpeg', 'content-length': '10', 'x-amz-checksum-sha256': 'q83v+/=' },
};

beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKID');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_SESSION_TOKEN', 'token');
  vi.stubEnv('DOCUMENTS_BUCKET', 'documents');
  vi.stubEnv('AWS_ENDPOINT_URL_S3', undefined);
});
afterEach(() => vi.unstubAllEnvs());

/** The signature that S3 computes of a request: Signature Version 4, as AWS describes it for query parameters. */
function signatureOf({ method, headers = {} }: Permitted, url: URL): string {
  const parameters = [...url.searchParams].filter(([name]) => name !== 'X-Amz-Signature');
  const encoded = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const query = parameters
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&');
  const signed = Object.entries({ ...headers, host: url.host }).sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = signed.map(([name, value]) => `${name}:${value}\n`).join('');
  const names = signed.map(([name]) => name).join(';');
  const request = [method, url.pathname, query, lines, names, 'UNSIGNED-PAYLOAD'].join('\n');
  const scope = '20261121/eu-central-1/s3/aws4_request';
  const digest = createHash('sha256').update(request).digest('hex');
  const key = scope
    .split('/')
    .reduce<string | Buffer>(
      (secret, part) => createHmac('sha256', secret).update(part).digest(),
      'AWS4secret',
    );
  return createHmac('sha256', key)
    .update(`AWS4-HMAC-SHA256\n20261121T100000Z\n${scope}\n${digest}`)
    .digest('hex');
}

describe('a presigned address', () => {
  it('is of one file, for so long, with what the request must carry', async () => {
    const url = new URL(await presignedUrl(permitted, at, 900));

    expect(url.origin + url.pathname).toBe(
      'https://documents.s3.eu-central-1.amazonaws.com/incoming/clm_1/doc_1',
    );
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      'X-Amz-Date': '20261121T100000Z',
      'X-Amz-Expires': '900',
      'X-Amz-SignedHeaders': 'content-length;content-type;host;x-amz-checksum-sha256',
      'X-Amz-Security-Token': 'token',
    });
  });

  it.each<[string, Permitted, string | undefined]>([
    ['an upload', permitted, undefined],
    ['an upload to an endpoint', permitted, 'http://127.0.0.1:4569'],
    [
      'a download',
      {
        method: 'GET',
        key: 'attached/clm_1/doc_1',
        query: { 'response-content-disposition': 'attachment; filename="doc_1.jpg"' },
      },
      undefined,
    ],
  ])('of %s bears the signature that S3 will compute', async (_what, request, endpoint) => {
    vi.stubEnv('AWS_ENDPOINT_URL_S3', endpoint);

    const url = new URL(await presignedUrl(request, at, 900));

    expect(url.searchParams.get('X-Amz-Signature')).toBe(signatureOf(request, url));
  });

  it('has the bucket in its path where the endpoint is another', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_S3', 'http://127.0.0.1:4569');

    expect(await presignedUrl(permitted, at, 900)).toMatch(
      /^http:\/\/127\.0\.0\.1:4569\/documents\/incoming\/clm_1\/doc_1\?/,
    );
  });

  it('is the same as often as it is asked for', async () => {
    expect(await presignedUrl(permitted, at, 900)).toBe(await presignedUrl(permitted, at, 900));
  });
});
