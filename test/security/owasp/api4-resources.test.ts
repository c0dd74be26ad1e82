import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonSchemaOf, type Route, routesOf } from '../../../openapi/generate/contract.ts';
import type { OperationId } from '../../../openapi/generated/operations.ts';
import { bodyWith, readContract, validators } from '../../contract/contract.ts';
import { fullBody, type Place, placesOf } from '../../support/body-places.ts';
import { eachOf } from '../../support/each-of.ts';
import { times, tried } from '../../support/evidence.ts';
import { cpuMs, hardTexts, patternsInCode, patternsOf } from '../../support/hard-texts.ts';
import { type Populated, populate, startUndisturbed, tokenFor } from '../../support/populated.ts';
import { type Answered, type Sent, send } from '../../support/request.ts';
import { addressOf, routeHeaders } from '../../support/route-requests.ts';

/** What a body may measure. */
const LARGEST = 256 * 1024;
/** Well beyond every text and every list of the contract. */
const ENDLESS = 20_001;

const contract = readContract();
const routes = routesOf(contract);

/** A place in a request's body, and a body that is good but for what is put there. */
interface Target extends Place {
  route: Route;
  body: object;
}

const TARGETS: readonly Target[] = routes.flatMap((route) => {
  const schema = jsonSchemaOf(route.operation.requestBody?.content);
  if (!schema) return [];
  const body = fullBody(contract, schema) as object;
  return placesOf(contract, schema, body).map((place) => ({ ...place, route, body }));
});

/** A bad point of a batch is refused by itself: of those the list as a whole is what is tried. */
const JUDGED = TARGETS.filter(({ pointer }) => !pointer.startsWith('/points/'));

let world: Populated;
beforeAll(async () => {
  world = await populate(await startUndisturbed());
}, 180_000);
afterAll(() => world?.api.stop());

/** The text of a body with something else in a place. */
function textWithAt({ body, pointer }: Target, json: string): string {
  const marker = randomUUID();
  const whole = pointer === '' ? marker : bodyWith(body, pointer, marker);
  return JSON.stringify(whole).replace(`"${marker}"`, () => json);
}

/** The same as it is parsed. */
const withAt = (target: Target, json: string): unknown => JSON.parse(textWithAt(target, json));

const nameOf = ({ route, pointer }: Target) => `${route.operation.operationId} ${pointer}`;

/** Whether the contract takes a body with this in a place. */
function takes(target: Target, json: string): boolean {
  return validators[target.route.operation.operationId]?.body?.(withAt(target, json)) ?? false;
}

function ask(route: Route, instead: Partial<Sent>): Promise<Answered> {
  const { method, operation } = route;
  const token = tokenFor(world, operation.operationId as OperationId);
  const path = addressOf(contract, route, world.known);
  const headers = { ...routeHeaders(route), ...instead.headers };
  return send(world.api, { method: method.toUpperCase(), path, token, ...instead, headers });
}

/** Values as large as a body can hold, by what they are. */
const OVERSIZED: readonly [what: string, json: string][] = [
  ['a list of numbers', `[${repeated('1', LARGEST / 4)}]`],
  ['a list of empty objects', `[${repeated('{}', LARGEST / 4)}]`],
  ['a list of different objects', `[${numbered((n) => `{"a":${n}}`)}]`],
  ['an object of many names', `{${numbered((n) => `"n${n}":1`)}}`],
  ['a text', `"${'a'.repeat(LARGEST - 2_000)}"`],
  ['lists in lists', `[${nested('[', ']')},${nested('[', ']')}]`],
  ['objects in objects', nested('{"a":', '}', '1')],
];

function repeated(json: string, count: number): string {
  return Array(count).fill(json).join(',');
}

function numbered(json: (n: number) => string): string {
  return Array.from({ length: LARGEST / 16 }, (_, n) => json(n)).join(',');
}

function nested(open: string, close: string, inside = ''): string {
  const depth = 40_000;
  return open.repeat(depth) + inside + close.repeat(depth);
}

/** What no such request may cost, in milliseconds of the processor: a tenth of what functions have. */
const MOST_CPU_MS = 2_000;

describe('API4:2023 unrestricted resource consumption', () => {
  it('API4:2023 every text, list and number of a request has a bound', ({ task }) => {
    const unbounded: string[] = [];
    for (const target of JUDGED) {
      const { value } = target;
      const endless =
        typeof value === 'string'
          ? ['a', 'A', '1', ' ', value.slice(-1)].map((letter) =>
              JSON.stringify(value + letter.repeat(ENDLESS)),
            )
          : Array.isArray(value)
            ? [JSON.stringify(Array(ENDLESS).fill(value[0]))]
            : typeof value === 'number'
              ? ['1e400', '-1e400', '1e308', '9'.repeat(4_000)]
              : [];
      for (const json of endless) if (takes(target, json)) unbounded.push(nameOf(target));
    }
    tried(task, 'places in bodies, each with what is beyond its bound', JUDGED.length);
    expect(unbounded).toEqual([]);
  });

  it('API4:2023 no body keeps a function busy, whatever it is full of and wherever', { timeout: 240_000 }, ({
    task,
  }) => {
    // Lists are what can cost most; the whole tries objects too.
    const places = JUDGED.filter(({ value }) =>
      times(Array.isArray(value) ? 1 : 0, typeof value === 'object' ? 1 : 0),
    );
    let worst = 0;
    for (const target of places) {
      for (const [what, json] of OVERSIZED) {
        const body = withAt(target, json);
        const check = validators[target.route.operation.operationId]?.body;
        let fits: boolean | undefined;
        const spent = cpuMs(() => {
          fits = check?.(body);
        });
        // Points of a batch are looked at one by one, and no more of them than the list may have.
        if (target.pointer !== '/points') expect(fits, `${what} at ${nameOf(target)}`).toBe(false);
        expect(spent, `${what} at ${nameOf(target)}`).toBeLessThan(MOST_CPU_MS);
        worst = Math.max(worst, spent);
      }
    }
    tried(task, 'bodies of 256 KB', places.length * OVERSIZED.length, { 'most CPU, ms': Math.round(worst) });
  });

  it('API4:2023 what is as large as can be is refused, and answered', { timeout: 120_000 }, async ({
    task,
  }) => {
    const whole = TARGETS.filter(({ pointer }) => pointer === '');
    const attempts = whole.flatMap((target) => {
      const some = times(2, OVERSIZED.length);
      const start = whole.indexOf(target) % OVERSIZED.length;
      return [...OVERSIZED, ...OVERSIZED]
        .slice(start, start + some)
        .map(([what, json]) => ({ target, what, json }));
    });
    await eachOf(
      attempts,
      async ({ target, what, json }) => {
        // In a list, where there is one; else under a name that there is not.
        const list = JUDGED.find(({ route, value }) => route === target.route && Array.isArray(value));
        const other = `{"deep":${json},${JSON.stringify(target.body).slice(1)}`;
        const body = list && list.pointer !== '/points' ? textWithAt(list, json) : other;
        const { status } = await ask(target.route, { body });
        expect([400, 413], `${what} to ${nameOf(target)}: ${status}`).toContain(status);
      },
      4,
    );
    tried(task, 'requests of 256 KB', attempts.length);
  });

  it('API4:2023 no pattern can be made to look for long', { timeout: 60_000 }, ({ task }) => {
    const [length, mostMs] = [50_000, 150];
    const slow: string[] = [];
    let count = 0;
    for (const pattern of [...patternsOf(contract), ...patternsInCode()]) {
      for (const text of hardTexts(pattern, length)) {
        if (cpuMs(() => pattern.regex.test(text)) > mostMs) slow.push(pattern.at);
        count += 1;
      }
    }
    tried(task, 'texts of 50,000 letters, hard on a pattern', count);
    expect(slow).toEqual([]);
    // One that can be is found.
    const bad = { regex: /a+!$/, at: 'a bad one' };
    expect(hardTexts(bad, length).some((text) => cpuMs(() => bad.regex.test(text)) > mostMs)).toBe(true);
  });

  it('API4:2023 no list gives more than a page, or takes a page of another size', async ({ task }) => {
    const lists = routes.filter(({ parameters }) => parameters.some(({ name }) => name === 'limit'));
    const wrong = [
      '0',
      '-1',
      '101',
      '1e9',
      '1.5',
      '',
      '9007199254740993',

      '%20',
      '1;2',
      '1&limit=2',
      'NaN',
    ];
    const attempts = lists.flatMap((route) => wrong.map((limit) => ({ route, limit })));
    await eachOf(attempts, async ({ route, limit }) => {
      const path = `${addressOf(contract, route, world.known)}?limit=${limit}`;
      const { status } = await ask(route, { path });
      expect([route.path, limit, status]).toEqual([route.path, limit, 400]);
    });
    for (const route of lists) {
      const { status, json } = await ask(route, {
        path: `${addressOf(contract, route, world.known)}?limit=1`,
      });
      if (status === 200) expect(json.data.length, route.path).toBeLessThanOrEqual(1);
    }
    tried(task, 'limits of pages', attempts.length + lists.length);
    expect(lists.length).toBeGreaterThan(8);
  });

  it('API4:2023 a compressed body unpacks to no more than a plain one may measure', async ({ task }) => {
    const [post] = routes.filter(({ operation }) => operation.operationId === 'postTelemetry');
    if (!post) throw new Error('there is no telemetry');
    const good = JSON.stringify({ sequence: 1, points: [{ at: new Date().toISOString(), speedKmh: 1 }] });
    const bomb = gzipSync(' '.repeat(100_000_000));
    const bodies: [what: string, body: Buffer, encoding: string, statuses: number[]][] = [
      ['a hundred megabytes of blanks', bomb, 'gzip', [413]],
      ['a bomb in a bomb', gzipSync(bomb), 'gzip', [400, 413]],
      ['a bomb behind a good batch', Buffer.concat([gzipSync(good), bomb]), 'gzip', [400, 413]],
      ['a list that never ends', gzipSync(`{"points":[${'{},'.repeat(3_000_000)}`), 'gzip', [413]],
      ['half of it', gzipSync(good).subarray(0, 40), 'gzip', [400, 415]],
      ['another coding', gzipSync(good), 'br', [415]],
      ['two codings', gzipSync(gzipSync(good)), 'gzip, gzip', [400, 415]],
      ['none, although it says so', Buffer.from('\u001f\u008b'), 'gzip', [400, 415]],
    ];
    for (const [what, body, encoding, statuses] of bodies) {
      const headers = { 'content-type': 'application/json', 'content-encoding': encoding };
      const { status } = await ask(post, { body: new Uint8Array(body), headers });
      expect(statuses, `${what}: ${status}`).toContain(status);
    }
    const fine = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    expect((await ask(post, { body: new Uint8Array(gzipSync(good)), headers: fine })).status).toBe(202);
    tried(task, 'compressed bodies', bodies.length);
  });
});
