import { describe, expect, it } from 'vitest';
import { answer } from './answer.ts';
import { mediaTypeOf, type PageFile } from './page-file.ts';
import { settingsOf } from './settings.ts';

const settings = settingsOf(
  {
    dashboardUrl: 'https://api.example/v1/dashboard',
    clientId: 'page',
    authorizeUrl: 'https://issuer.example/oauth2/authorize',
    tokenUrl: 'https://issuer.example/oauth2/token',
    customerScope: 'partner-api/customer',
  },
  { insurer: 'Acme', checkpointKeyId: 'thumbprint' },
);
const file = (name: string): [string, PageFile] => [
  name,
  { contentType: mediaTypeOf(name) ?? '', text: name, etag: `"${name}"` },
];
const files = new Map([file('index.html'), file('main.js')]);

function get(name?: string, headers: Record<string, string> = {}) {
  const event = {
    headers,
    pathParameters: name === undefined ? null : { file: name },
    requestContext: { requestId: 'r' },
  };
  return answer(event as unknown as Parameters<typeof answer>[0], files, settings);
}

describe('the page', () => {
  it('is kept nowhere, since its address may carry a code', () => {
    expect(get()).toMatchObject({ statusCode: 200, body: 'index.html' });
    expect(get().headers).toMatchObject({
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'Strict-Transport-Security': 'max-age=63072000',
    });
  });

  it('may run its own scripts, and talk to the API and the issuer', () => {
    expect(get().headers?.['Content-Security-Policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
        "connect-src 'self' https://issuer.example; base-uri 'none'; form-action 'none'; " +
        "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    );
  });
});

describe('a file of the page', () => {
  it('is sent once, until it changes', () => {
    const first = get('main.js');
    expect(first).toMatchObject({ statusCode: 200, body: 'main.js' });
    expect(first.headers).toMatchObject({ 'Cache-Control': 'no-cache', ETag: '"main.js"' });
    expect(get('main.js', { 'If-None-Match': '"main.js"' })).toMatchObject({ statusCode: 304, body: '' });
    expect(get('main.js', { 'If-None-Match': '"older"' }).statusCode).toBe(200);
  });

  it.each(['index.html', 'other.js', 'constructor', '../handler.ts', ''])('is not %j', (name) => {
    const { statusCode, headers, body } = get(name);
    expect(statusCode).toBe(404);
    expect(headers?.['Content-Type']).toBe('application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ type: 'urn:partner-api:problem:not-found', status: 404 });
  });

  it.each(['page.test.ts', '.env', 'main.js.map', 'a/b.js', 'x.constructor'])('is never %s', (name) => {
    expect(mediaTypeOf(name)).toBeUndefined();
  });
});

describe('the settings', () => {
  it('are what the stage says, the insurer’s name, and the key of its signatures', () => {
    expect(JSON.parse(get('config.json').body)).toEqual({
      ...settings,
      insurer: 'Acme',
      checkpointKeyId: 'thumbprint',
    });
    expect(get('config.json').headers).toMatchObject({ 'Cache-Control': 'no-store' });
  });

  it('must all be there', () => {
    expect(() => settingsOf(null, {})).toThrow('stage variable dashboardUrl is not set');
    const { tokenUrl: _tokenUrl, ...rest } = settings;
    expect(() => settingsOf({ ...rest }, {})).toThrow('tokenUrl');
  });

  it('may name where the issuer forgets who signed in', () => {
    expect(settingsOf({ ...settings, logoutUrl: 'https://issuer.example/logout' }, {})).toMatchObject({
      logoutUrl: 'https://issuer.example/logout',
    });
  });
});
