import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonSchemaOf, type Route, routesOf } from '../../../openapi/generate/contract.ts';
import type { OperationId } from '../../../openapi/generated/operations.ts';
import { bodyWith, readContract } from '../../contract/contract.ts';
import { fullBody, placesOf } from '../../support/body-places.ts';
import { Claims, lossOf } from '../../support/claims.ts';
import { Client } from '../../support/client.ts';
import { castOf, consentRequest, policyOfBen } from '../../support/consents.ts';
import { daysAhead } from '../../support/days.ts';
import { eachOf } from '../../support/each-of.ts';
import { times, tried } from '../../support/evidence.ts';
import { MARKER, PAYLOADS, type Payload } from '../../support/payloads.ts';
import { openDocument } from '../../support/pdf.ts';
import { issueRequest, POLICYHOLDER, Policies } from '../../support/policies.ts';
import { type Populated, populate, startUndisturbed, tokenFor } from '../../support/populated.ts';
import { type Answered, send } from '../../support/request.ts';
import { upcomingRequest } from '../../support/risks.ts';
import { addressOf, routeHeaders } from '../../support/route-requests.ts';

const contract = readContract();
const routes = routesOf(contract);

/** What a request has instead of what is good. */
interface Instead {
  path?: string;
  headers?: Record<string, string>;
  body?: object;
}

/** Where a text can be put into a request. */
interface Target {
  route: Route;
  name: string;
  put(text: string): Instead;
}

let world: Populated;
/** A policy of somebody else, as it was before anything was injected. */
let bens: { policyId: string; before: unknown };
let broker: Client;

beforeAll(async () => {
  world = await populate(await startUndisturbed());
  const cast = await castOf(world.api);
  broker = new Client(world.api, world.tokens.broker);
  const policyId = await policyOfBen(cast.policies);
  bens = { policyId, before: (await cast.policies.get(policyId)).body };
}, 180_000);
afterAll(() => world?.api.stop());

/** Headers that every request may have, beside those of its operation. */
const HEADERS = ['user-agent', 'accept', 'x-forwarded-for', 'idempotency-key', 'if-match', 'x-consent-id'];
HEADERS.push('x-fapi-interaction-id', 'content-type');

/** Every place of a route's requests that takes a text. */
function targetsOf(route: Route): Target[] {
  const { operation, parameters } = route;
  const named = (place: string) => parameters.filter((each) => each.in === place).map(({ name }) => name);
  const schema = jsonSchemaOf(operation.requestBody?.content);
  const whole = schema && (fullBody(contract, schema) as object);
  const texts = placesOf(contract, schema ?? {}, whole).filter(({ value }) => typeof value === 'string');
  return [
    ...texts.map(({ pointer }) => ({
      route,
      name: pointer,
      put: (text: string) => ({ body: bodyWith(whole ?? {}, pointer, text) }),
    })),
    ...named('path').map((name) => ({
      route,
      name,
      put: (text: string) => ({ path: addressOf(contract, route, world.known, { [name]: encoded(text) }) }),
    })),
    ...[...named('query'), 'unknown'].map((name) => ({
      route,
      name,
      put: (text: string) => ({
        path: `${addressOf(contract, route, world.known)}?${name}=${encoded(text)}`,
      }),
    })),
    ...HEADERS.map((name) => ({ route, name, put: (text: string) => ({ headers: { [name]: text } }) })),
  ];
}

const encoded = (text: string) => encodeURIComponent(text.toWellFormed());

/** What a client can put into a header at all; others are tried at the gateway itself. */
const SENDABLE = /^[\x20-\x7e\xa0-\xff]+$/;

/** A place and what is put there. */
type Attempt = Target & { payload: Payload };

/** Of each place's payloads so many, in turn, so that all of them come to every kind of place; to a body's all. */
function attempts(): Attempt[] {
  return routes.flatMap(targetsOf).flatMap((target, index) => {
    const isHeader = HEADERS.includes(target.name);
    const fitting = PAYLOADS.filter(({ text }) => !isHeader || SENDABLE.test(text));
    const most = isHeader ? 3 : target.name.startsWith('/') ? fitting.length : 12;
    // Of headers the suite tries every fourth.
    const count = times(isHeader && index % 4 > 0 ? 0 : Math.min(most, 2), most);
    const chosen = Array.from({ length: count }, (_, n) => fitting[(index * 7 + n * 11) % fitting.length]);
    return [...new Set(chosen)].flatMap((payload) => (payload ? [{ ...target, payload }] : []));
  });
}

async function ask({ route, put, payload }: Attempt): Promise<Answered> {
  const { operation, method } = route;
  const schema = jsonSchemaOf(operation.requestBody?.content);
  const instead = put(payload.text);
  return send(world.api, {
    method: method.toUpperCase(),
    path: addressOf(contract, route, world.known),
    token: tokenFor(world, operation.operationId as OperationId),
    ...(schema && { body: fullBody(contract, schema) }),
    ...instead,
    headers: { ...routeHeaders(route), ...instead.headers },
  });
}

/** What is wrong with an answer; empty: nothing. */
function faultsIn({ status, headers, text }: Answered): string[] {
  const told = [...headers].flat().join('\n');
  return [
    ...(status >= 500 ? [`it failed: ${status}`] : []),
    ...(told.includes(MARKER) || headers.has('set-cookie') ? ['its headers tell what was sent'] : []),
    ...(status >= 400 && text.includes(MARKER) ? ['its problem tells what was sent'] : []),
    ...(/html/.test(headers.get('content-type') ?? '') ? ['it is a page'] : []),
  ];
}

describe('what means something to somebody who reads it as code', () => {
  it('injection: fails nowhere, and is told back by no header, problem or page', {
    timeout: 900_000,
  }, async ({ task }) => {
    const all = attempts();
    const statuses = new Map<number, number>();
    await eachOf(all, async (attempt) => {
      const answer = await ask(attempt);
      const { operationId } = attempt.route.operation;
      const sent = `${attempt.payload.kind} in ${attempt.name} of ${operationId}: ${attempt.payload.text}`;
      expect(faultsIn(answer), sent).toEqual([]);
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    });
    tried(task, 'texts injected', all.length, {
      places: routes.flatMap(targetsOf).length,
      ...Object.fromEntries([...statuses].sort(([one], [other]) => one - other)),
    });
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 201, 400, 404]));
  });

  it('injection: comes into no log, and no line of a log is forged', () => {
    const folder = join(world.api.dataDir, 'logs');
    const lines = readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'));
    const written = lines.filter((line) => line !== '');
    expect(written.length).toBeGreaterThan(500);
    expect(written.filter((line) => line.includes(MARKER) || line.includes('forged'))).toEqual([]);
    expect(written.filter((line) => !isObject(line))).toEqual([]);
    expect(world.api.output()).not.toContain(MARKER);
  });

  it('injection: alters nothing of anybody else’s', async () => {
    expect((await new Policies(broker).get(bens.policyId)).body).toEqual(bens.before);
  });
});

function isObject(line: string): boolean {
  try {
    return typeof JSON.parse(line) === 'object';
  } catch {
    return false;
  }
}

describe('what may be said in words of one’s own', () => {
  it('injection: comes back as it was said, of losses', { timeout: 200_000 }, async ({ task }) => {
    const [claims, staff] = [new Claims(broker), new Claims(new Client(world.api, world.tokens.handler))];
    const policyId = world.known.ids.policyId[1] ?? '';
    const said = PAYLOADS.filter(({ text }, index) => !text.isWellFormed() || index % times(5, 1) === 0);
    await eachOf(said, async ({ text }) => {
      const words = { description: text, place: text, authorityReport: text };
      const person = /\p{Cc}/u.test(text) ? 'Ben' : text.trim();
      const persons = [{ role: 'witness', name: person, injury: text }];
      const loss = lossOf(policyId, { occurredAt: daysAhead(-2), ...words, persons });
      const { status, body } = await claims.notify(loss);
      // A half letter is none: it is refused, since it could not come back as it was.
      if (!text.isWellFormed()) return expect([text, status]).toEqual([text, 400]);
      expect([text, status]).toEqual([text, 201]);
      await staff.note(body.claimId, text);
      const { body: read } = await staff.get(body.claimId);
      expect(read).toMatchObject({ ...words, persons });
      return expect(read.notes[0].text).toBe(text);
    });
    tried(task, 'texts kept of losses and read again', said.length * 6);
  });

  it('injection: comes back as it was said, of persons, and harmless in their papers', {
    timeout: 200_000,
  }, async ({ task }) => {
    const policies = new Policies(broker);
    // What names and addresses may hold: no control characters.
    const names = PAYLOADS.filter(({ text }) => /^[^\p{Cc} ]\P{Cc}*$/u.test(text));
    const said = names.filter(({ text }, index) => text.isWellFormed() && index % times(6, 1) === 0);
    await eachOf(said, async ({ text }) => {
      const address = { ...POLICYHOLDER.address, line1: text, line2: text, city: text };
      const policyholder = { ...POLICYHOLDER, givenName: text, familyName: text, address };
      const quote = await broker.createQuote(upcomingRequest());
      const { status, body } = await policies.issue(issueRequest(quote, { policyholder }));
      expect([text, status]).toEqual([text, 201]);
      expect((await policies.get(body.policyId)).body.policyholder).toEqual(policyholder);
      const paper = (await policies.schedule(body.policyId)).body as Uint8Array;
      const { lines } = await openDocument(paper);
      expect(lines.join('\n')).toContain(body.policyNumber);
      expect(Buffer.from(paper).toString('latin1')).not.toMatch(/\/(JavaScript|JS|OpenAction|Launch|URI)\b/);
    });
    tried(task, 'texts kept of persons, read again and printed', said.length);
  });

  it('injection: comes back as it was said, of consents', async ({ task }) => {
    const short = PAYLOADS.filter(({ text }) => text.length <= 200 && text.isWellFormed());
    const said = short.filter((_, index) => index % times(3, 1) === 0);
    let kept = 0;
    await eachOf(said, async ({ text }) => {
      const asked = { body: consentRequest({ purpose: text }) };
      const { status, body } = await broker.call('createConsent', 'POST', '/consents', asked);
      // What could pass for an address or a number, or turn what is shown around, is refused.
      if (status !== 201) return expect([text, status]).toEqual([text, 400]);
      kept += 1;
      const { body: read } = await broker.call('getConsent', 'GET', `/consents/${body.consentId}`);
      return expect(read.purpose).toBe(text);
    });
    tried(task, 'purposes with code in them, kept and read again', kept, { refused: said.length - kept });
    expect(kept).toBeGreaterThan(said.length / 3);
  });

  it('injection: is never made markup of by the dashboard, which could run none', async () => {
    const page = join(import.meta.dirname, '../../../functions/dashboard/page');
    const scripts = readdirSync(page).filter((file) => file.endsWith('.js'));
    const sources = scripts.map((file) => readFileSync(join(page, file), 'utf8'));
    expect(scripts.length).toBeGreaterThan(20);
    const makers =
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc|DOMParser/;
    expect(sources.filter((source) => makers.test(source))).toEqual([]);
    const { headers } = await fetch(`${world.api.url}/dashboard`);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/(script|default)-src 'self'/);
    expect(policy).not.toMatch(/unsafe-(inline|eval)|script-src[^;]*\*/);
  });
});
