import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { presigned, type Signed } from '../support/presigned.ts';
import { bucketArn, type Services, startServices } from '../support/services.ts';

const PHOTO = Buffer.from('a photo of a bumper');
const LATER = Buffer.from('another bumper here');
const sha256 = (body: Buffer) => createHash('sha256').update(body).digest('base64');

let services: Services;
let role: ReturnType<Services['as']>;
beforeAll(async () => {
  services = await startServices();
  services.addBucket('documents');
  role = services.as(
    [['s3:PutObject', 's3:GetObject'], bucketArn('documents/incoming/*')],
    ['s3:ListBucket', bucketArn('documents')],
  );
});
afterAll(() => services.close());

let keys = 0;
const freshPath = () => `/documents/incoming/clm_1/doc_${++keys}`;
const signer = () => ({ credentials: role.credentials, s3Url: services.s3Url });
const sign = (signed: Signed) => presigned(signer(), signed);

/** What an upload has to carry, as the claims room asks it. */
const headersOf = (body: Buffer) => ({
  'content-type': 'image/jpeg',
  'content-length': String(body.length),
  'x-amz-checksum-sha256': sha256(body),
});

/** An address for one upload, and the path of its object. */
async function uploadOf(body: Buffer, over: Partial<Signed> = {}) {
  const path = freshPath();
  return { path, url: await sign({ method: 'PUT', path, headers: headersOf(body), ...over }) };
}

const put = async (url: string, body: Buffer, headers: Record<string, string> = {}) =>
  outcome(
    await fetch(url, {
      method: 'PUT',
      body: new Uint8Array(body),
      headers: { ...headersOf(body), ...headers },
    }),
  );

async function outcome(answer: Response) {
  const text = await answer.text();
  return { status: answer.status, code: /<Code>(.*)<\/Code>/.exec(text)?.[1], text, headers: answer.headers };
}

const get = async (path: string) => outcome(await fetch(await sign({ method: 'GET', path })));
const told = () => services.bus.list().length;

test('an upload as it was signed is stored, and can be read', async () => {
  const { path, url } = await uploadOf(PHOTO);
  expect((await put(url, PHOTO)).status).toBe(200);
  const read = await get(path);
  expect(read).toMatchObject({ status: 200, text: PHOTO.toString() });
  expect(read.headers.get('content-type')).toBe('image/jpeg');
  expect(read.headers.get('content-length')).toBe(String(PHOTO.length));
});

test('an answer has the headers that the address asks for', async () => {
  const { path, url } = await uploadOf(PHOTO);
  await put(url, PHOTO);
  const query = {
    'response-content-disposition': 'attachment; filename="photo.jpg"',
    'response-content-type': 'application/octet-stream',
  };
  const { headers } = await outcome(await fetch(await sign({ method: 'GET', path, query })));
  expect(headers.get('content-disposition')).toBe('attachment; filename="photo.jpg"');
  expect(headers.get('content-type')).toBe('application/octet-stream');
});

describe('an upload is refused, stores nothing and tells nobody,', () => {
  type Attempt = (url: string) => Promise<{ status: number; code: string | undefined }>;
  const refused: [string, Attempt, number, string][] = [
    ['of another body of the same length', (url) => put(url, LATER, headersOf(PHOTO)), 400, 'BadDigest'],
    ['of another body that names its own digest', (url) => put(url, LATER), 403, 'SignatureDoesNotMatch'],
    [
      'of a longer body',
      (url) => {
        const body = Buffer.concat([PHOTO, PHOTO]);
        return put(url, body, { 'x-amz-checksum-sha256': sha256(PHOTO) });
      },
      403,
      'SignatureDoesNotMatch',
    ],
    [
      'of another content type',
      (url) => put(url, PHOTO, { 'content-type': 'text/html' }),
      403,
      'SignatureDoesNotMatch',
    ],
    [
      'with a header that was not signed',
      (url) => put(url, PHOTO, { 'x-amz-meta-note': 'x' }),
      403,
      'AccessDenied',
    ],
    [
      'with another key in its address',
      (url) => put(url.replace('doc_', 'doc_x'), PHOTO),
      403,
      'SignatureDoesNotMatch',
    ],
    [
      'with more time in its address',
      (url) => put(url.replace('X-Amz-Expires=900', 'X-Amz-Expires=9000'), PHOTO),
      403,
      'SignatureDoesNotMatch',
    ],
    [
      'with a signature that was altered',
      (url) => put(url.replace(/X-Amz-Signature=.{8}/, 'X-Amz-Signature=00000000'), PHOTO),
      403,
      'SignatureDoesNotMatch',
    ],
    ['with no signature', (url) => put(url.replace(/\?.*/, ''), PHOTO), 403, 'AccessDenied'],
    [
      'by another key',
      (url) => put(url.replace(/ASIA\w{16}/, 'ASIA0123456789ABCDEF'), PHOTO),
      403,
      'InvalidAccessKeyId',
    ],
  ];

  test.each(refused)('%s', async (_, attempt, status, code) => {
    const { path, url } = await uploadOf(PHOTO);
    const before = told();
    expect(await attempt(url)).toMatchObject({ status, code });
    expect((await get(path)).status).toBe(404);
    expect(told()).toBe(before);
  });

  test.each([
    ['too late', { signingDate: new Date(Date.now() - 60_000), expiresIn: 30 }, 'Request has expired'],
    ['just too late', { signingDate: new Date(Date.now() - 2_000), expiresIn: 1 }, 'Request has expired'],
    ['too early', { signingDate: new Date(Date.now() + 3_600_000) }, 'Request is not valid yet'],
  ])('%s', async (_, when, message) => {
    const { path, url } = await uploadOf(PHOTO, when);
    const answer = await put(url, PHOTO);
    expect(answer).toMatchObject({ status: 403, code: 'AccessDenied' });
    expect(answer.text).toContain(message);
    expect((await get(path)).status).toBe(404);
  });

  test('when the role of its key lacks the right', async () => {
    const path = '/documents/attached/clm_1/doc_1';
    const url = await sign({ method: 'PUT', path, headers: headersOf(PHOTO) });
    const answer = await put(url, PHOTO);
    expect(answer).toMatchObject({ status: 403, code: 'AccessDenied' });
    expect(answer.text).toContain(`s3:PutObject on resource: ${bucketArn('documents/attached/clm_1/doc_1')}`);
  });

  test('without an end of its time', async () => {
    const { path, url } = await uploadOf(PHOTO);
    for (const endless of ['', '&X-Amz-Expires=', '&X-Amz-Expires=soon'])
      expect((await put(url.replace('&X-Amz-Expires=900', endless), PHOTO)).status).toBe(403);
    expect((await get(path)).status).toBe(404);
  });

  test('for another region', async () => {
    const url = await presigned(
      { ...signer(), region: 'eu-west-1' },
      { method: 'PUT', path: freshPath(), headers: headersOf(PHOTO) },
    );
    expect(await put(url, PHOTO)).toMatchObject({ status: 400, code: 'AuthorizationHeaderMalformed' });
  });

  test('that breaks off, and leaves what was there', async () => {
    const { path, url } = await uploadOf(PHOTO);
    await put(url, PHOTO);
    const before = told();
    const again = await sign({ method: 'PUT', path, headers: headersOf(LATER) });
    await new Promise((resolve) => {
      const half = request(again, { method: 'PUT', headers: headersOf(LATER) });
      half.on('error', resolve);
      half.write(LATER.subarray(0, 5), () => setTimeout(() => half.destroy(new Error('gone')), 50));
    });
    expect((await get(path)).text).toBe(PHOTO.toString());
    expect(told()).toBe(before);
  });
});

describe('an address leads to nothing outside of its bucket:', () => {
  test.each([
    '/documents/incoming/../../secrets/x',
    '/documents/incoming/%2e%2e/x',
    '/documents/incoming//x',
  ])('%s', async (path) => {
    const url = await sign({ method: 'GET', path });
    const { status, text } = await raw(url);
    expect(status).toBe(400);
    expect(text).toContain('InvalidURI');
  });

  test('a key with escapes of its own is that key', async () => {
    const path = '/documents/incoming/%252e%252e%252fx%20y%2Bz';
    const headers = headersOf(PHOTO);
    expect((await put(await sign({ method: 'PUT', path, headers }), PHOTO)).status).toBe(200);
    expect(services.bus.list().at(-1)).toMatchObject({
      detail: { object: { key: 'incoming/%2e%2e%2fx y+z' } },
    });
    expect((await get(path)).text).toBe(PHOTO.toString());
  });
});

/** A request whose path goes out as it is, which fetch would make shorter. */
function raw(url: string): Promise<{ status: number | undefined; text: string }> {
  const { hostname, port } = new URL(url);
  const path = url.slice(url.indexOf('/', 'http://'.length));
  return new Promise((resolve, reject) => {
    const call = request({ hostname, port, path }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode, text }));
    });
    call.on('error', reject);
    call.end();
  });
}
