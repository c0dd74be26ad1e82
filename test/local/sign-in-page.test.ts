import { afterAll, beforeAll, expect, test } from 'vitest';
import { locationOf, Visitor } from '../../infra/local/issuer/visitor.ts';
import { ANNA, codeOf, startPool } from '../support/sign-in-pool.ts';

let it: Awaited<ReturnType<typeof startPool>>;
beforeAll(async () => {
  it = await startPool();
});
afterAll(() => it.close());

test('runs no script, is framed by nobody, and leads only back', async () => {
  const visitor = new Visitor();
  const response = await visitor.get(await it.begin(visitor));
  const html = await response.text();
  expect(response.headers.get('content-security-policy')).toBe(
    `default-src 'none'; style-src 'self'; img-src data:; form-action 'self' ${it.origin}; base-uri 'none'; frame-ancestors 'none'`,
  );
  expect(html).not.toMatch(/<script|style=| on\w+=/);
  expect(html).toContain('<html lang="en">');
  const style = /href="([^"]+\.css)"/.exec(html)?.[1] ?? '';
  expect((await fetch(`${it.origin}${style}`)).headers.get('content-type')).toContain('text/css');
});

test('says of a wrong password and of a wrong name the same, and no more', async () => {
  const texts: string[] = [];
  for (const email of ['anna@example.com', 'nobody@example.com']) {
    const visitor = new Visitor();
    const response = await visitor.post(await it.begin(visitor), { email, password: 'ben-local' });
    expect(response.status).toBe(403);
    texts.push((await response.text()).replace(`value="${email}"`, ''));
  }
  expect(texts[0]).toBe(texts[1]);
  expect(texts[0]).toContain('role="alert"');
});

test('shows what was typed as text', async () => {
  const visitor = new Visitor();
  const email = '"><script>alert(1)</script>';
  const response = await visitor.post(await it.begin(visitor), { email, password: '' });
  expect(await response.text()).not.toContain('<script>');
});

test('makes those wait who guess', async () => {
  const visitor = new Visitor();
  const form = await it.begin(visitor);
  const guess = (password: string) => visitor.post(form, { email: 'ben@example.com', password });
  for (let count = 0; count < 5; count++) expect((await guess(`guess-${count}`)).status).toBe(403);
  expect((await guess('ben-local')).status).toBe(429);
});

test('is of no use to another browser than the one that began', async () => {
  const form = await it.begin(new Visitor());
  expect((await new Visitor().post(form, ANNA)).status).toBe(400);
  const other = new Visitor();
  await it.begin(other);
  expect((await other.post(form, ANNA)).status).toBe(400);
  const resumed = form.replace('/sign-in/', '/oauth2/authorize/');
  expect((await new Visitor().get(resumed)).status).toBe(400);
});

test('cannot be finished twice', async () => {
  const visitor = new Visitor();
  const form = await it.begin(visitor);
  const resumed = locationOf(await visitor.post(form, ANNA));
  expect(codeOf(new URL(locationOf(await visitor.get(resumed))))).not.toBe('');
  expect((await visitor.get(resumed)).status).toBe(400);
});
