import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type Services, startServices } from '../support/services.ts';

let services: Services;
/** Stands before the services, and counts what is asked of them. */
const gate = createServer((request, response) => void pass(request, response));
let asked: number;
let isOpen: boolean;

beforeAll(async () => {
  services = await startServices();
  await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  asked = 0;
  isOpen = true;
  vi.resetModules();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  gate.closeAllConnections();
  gate.close();
  await services.close();
});

async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
  asked++;
  const body = await buffer(request);
  if (!isOpen) {
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify({ __type: 'DecryptionFailure' }));
    return;
  }
  const { host, connection, 'content-length': length, ...headers } = request.headers;
  const init = { method: 'POST', headers: headers as Record<string, string>, body };
  const answer = await fetch(services.url, init);
  response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(await answer.text());
}

/** The module as a function's process has it that begins now. */
async function coldStart(secret: string, granted = secret) {
  const { credentials, region } = services.as(['secretsmanager:GetSecretValue', granted]);
  vi.stubEnv('AWS_REGION', region);
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(gate.address() as AddressInfo).port}`);
  vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey);
  vi.stubEnv('MASTER_SECRET', secret);
  return import('../../functions/platform/master-key.ts');
}

const hex = async (key: Promise<KeyObject>) => (await key).export().toString('hex');
const purposes = ['wrapping', 'temporary', 'identity', 'plate'] as const;

test('the secret is fetched once: while the function starts, and for however many after', async () => {
  const { keyFor } = await coldStart(services.addSecret('Once'));
  expect(asked).toBe(1);
  await Promise.all([...purposes, ...purposes].map(keyFor));
  await keyFor('plate');
  expect(asked).toBe(1);
});

test('every purpose has a key of its own, the same in every process that has the secret', async () => {
  const [one, other] = [services.addSecret('One'), services.addSecret('Other')];
  const keysOf = async (secret: string) => {
    vi.resetModules();
    const { keyFor } = await coldStart(secret);
    return Promise.all(purposes.map((purpose) => hex(keyFor(purpose))));
  };
  const [first, again, another] = [await keysOf(one), await keysOf(one), await keysOf(other)];
  expect(again).toEqual(first);
  expect(new Set([...first, ...another]).size).toBe(2 * purposes.length);
});

test('a secret that could not be had is asked for again', async () => {
  isOpen = false;
  const { keyFor } = await coldStart(services.addSecret('Later'));
  await expect(keyFor('plate')).rejects.toThrow();
  isOpen = true;
  expect(await hex(keyFor('plate'))).toHaveLength(64);
});

test('who may not read the secret has no key', async () => {
  const [secret, granted] = [services.addSecret('Mine'), services.addSecret('Another')];
  const { keyFor } = await coldStart(secret, granted);
  await expect(keyFor('plate')).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('a secret too short to be one is refused', async () => {
  const { keyFor } = await coldStart(services.addSecret('Short', 'x'.repeat(31)));
  await expect(keyFor('plate')).rejects.toThrow('the master secret is too short');
});

test('keys follow by HKDF, as anybody else would derive them', async () => {
  const { keyFor } = await coldStart(services.addSecret('Known', 'k'.repeat(64)));
  const master = await crypto.subtle.importKey('raw', Buffer.from('k'.repeat(64)), 'HKDF', false, [
    'deriveBits',
  ]);
  const params = { name: 'HKDF', hash: 'SHA-256', salt: Buffer.alloc(0), info: Buffer.from('identity') };
  const bits = await crypto.subtle.deriveBits(params, master, 256);
  expect(await hex(keyFor('identity'))).toBe(Buffer.from(bits).toString('hex'));
});

test('what a key is expanded to is what HKDF gives of which it is the extracted half', async () => {
  const { expand } = await coldStart(services.addSecret('Half'));
  const extracted = createHmac('sha256', Buffer.alloc(32)).update('input').digest();
  const expected = Buffer.from(hkdfSync('sha256', 'input', '', 'quo_1', 32));
  expect(expand(createSecretKey(extracted), 'quo_1').export()).toEqual(expected);
});
