import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonSchemaOf, type Route, routesOf, type Schema } from '../../../openapi/generate/contract.ts';
import type { OperationId } from '../../../openapi/generated/operations.ts';
import { bodyWith, readContract, validators } from '../../contract/contract.ts';
import { fullBody, type Place, placesOf } from '../../support/body-places.ts';
import { eachOf } from '../../support/each-of.ts';
import { times, tried } from '../../support/evidence.ts';
import { type Populated, populate, startUndisturbed, tokenFor } from '../../support/populated.ts';
import { type Answered, send } from '../../support/request.ts';
import { addressOf, routeHeaders } from '../../support/route-requests.ts';
import { readItems } from '../../support/sqlite-tables.ts';
import { changedTables, rowsAtRest, storedRows } from '../../support/stored.ts';

/** What an attacker would try first. */
const TEMPTING = [
  ...['__proto__', 'constructor', 'partnerId', 'customerId', 'status', 'version', 'premium', 'scopes'],
  ...['prototype', 'toString', 'clientId', 'reserves', 'payable', 'role', 'roles', 'scope'],
  ...['isAdmin', 'principal', 'createdAt', 'approvedBy'],
];

/** With so many names requests are sent; the validators, which refuse them, are tried with all. */
const SENT = times(8, 40);

const contract = readContract();

/** An object in a request, where a property can be slipped in. */
interface Level extends Place {
  route: Route;
  /** A body that is good but for what is slipped in. */
  body: object;
}

const LEVELS: readonly Level[] = routesOf(contract).flatMap((route) => {
  const schema = jsonSchemaOf(route.operation.requestBody?.content);
  if (!schema) return [];
  const body = fullBody(contract, schema) as object;
  const objects = placesOf(contract, schema, body).filter(({ schema: { properties } }) => properties);
  return objects.map((place) => ({ ...place, route, body }));
});

let world: Populated;
/** Every name that a property has anywhere, in the contract or in what is stored. */
let names: readonly string[];

beforeAll(async () => {
  world = await populate(await startUndisturbed());
  await rowsAtRest(world.api);
  names = [...new Set([...TEMPTING, ...namesIn(contract.components.schemas), ...storedNames()])];
}, 180_000);
afterAll(() => world?.api.stop());

/** The names of the properties of all schemas, however deep they stand. */
function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { properties } = value as Schema;
  const own = typeof properties === 'object' ? Object.keys(properties) : [];
  return [...own, ...Object.values(value).flatMap(namesIn)];
}

/** The names of the properties that state has, whatever is stored. */
function storedNames(): string[] {
  const keysOf = (value: unknown): string[] =>
    typeof value === 'object' && value !== null
      ? [...(Array.isArray(value) ? [] : Object.keys(value)), ...Object.values(value).flatMap(keysOf)]
      : [];
  return readItems(world.api.dataDir, 'State').flatMap((item) => [
    ...Object.keys(item),
    ...Object.values(item).flatMap(({ S: text = '' }) =>
      text.startsWith('{') ? keysOf(JSON.parse(text)) : [],
    ),
  ]);
}

/** Names that an object of a request does not have. */
const strangeTo = ({ schema: { properties = {} } }: Level, from: readonly string[]) =>
  from.filter((name) => !Object.hasOwn(properties, name));

/** The body with a property slipped in, as text: an object literal could not have some of these. */
function slippedInto({ body, pointer, value }: Level, name: string): string {
  const marker = '"slipped-in"';
  const within = { ...(value as object), [marker]: true };
  const whole = pointer === '' ? within : bodyWith(body, pointer, within);
  return JSON.stringify(whole).replace(JSON.stringify(marker), JSON.stringify(name));
}

/** Sends a body to an operation, with all that it needs. */
function ask({ route }: Level, body: string): Promise<Answered> {
  const { method, operation } = route;
  const token = tokenFor(world, operation.operationId as OperationId);
  const sent = { method: method.toUpperCase(), path: addressOf(contract, route, world.known) };
  return send(world.api, { ...sent, token, body, headers: routeHeaders(route) });
}

/** Why an answer is no refusal of what was slipped in; undefined: it is one. */
function faultOf({ pointer }: Level, { status, json }: Answered): string | undefined {
  // A bad point of a batch is refused by itself.
  if (pointer.startsWith('/points/'))
    return status === 202 && json.accepted === 0 && json.rejected.length === 1 ? undefined : `${status}`;
  const places: string[] = (json?.errors ?? []).map((error: { pointer: string }) => error.pointer);
  return status === 400 && places.includes(pointer) ? undefined : `${status} ${places}`;
}

describe('API3:2023 broken object property level authorization', () => {
  it('API3:2023 mass assignment: no object of any request takes a property that is not its own', ({
    task,
  }) => {
    let count = 0;
    for (const level of LEVELS) {
      const check = validators[level.route.operation.operationId]?.body;
      expect(check?.(level.body), level.route.operation.operationId).toBe(true);
      if (level.pointer.startsWith('/points/')) continue;
      for (const name of strangeTo(level, names)) {
        const body = JSON.parse(slippedInto(level, name));
        expect(check?.(body), `${level.route.operation.operationId} ${level.pointer}/${name}`).toBe(false);
        count += 1;
      }
    }
    const figures = { objects: LEVELS.length, names: names.length };
    tried(task, 'properties slipped into request bodies', count, figures);
  });

  it('API3:2023 mass assignment: what is slipped in is refused where it stands, and nothing is stored', {
    timeout: 240_000,
  }, async ({ task }) => {
    const before = storedRows(world.api);
    const attempts = LEVELS.flatMap((level) =>
      strangeTo(level, names.slice(0, SENT)).map((name) => ({ level, name })),
    );
    await eachOf(attempts, async ({ level, name }) => {
      const fault = faultOf(level, await ask(level, slippedInto(level, name)));
      expect(fault, `${level.route.operation.operationId} ${level.pointer}/${name}`).toBeUndefined();
    });
    tried(task, 'properties slipped into bodies that were sent', attempts.length);
    expect(changedTables(before, await rowsAtRest(world.api))).toEqual([]);
  });

  it('API3:2023 mass assignment: no query takes a parameter that is not its own', async ({ task }) => {
    const before = storedRows(world.api);
    const attempts = routesOf(contract).flatMap((route) =>
      TEMPTING.slice(0, SENT)
        .filter((name) => route.parameters.every((own) => own.name !== name))
        .map((name) => ({ route, name })),
    );
    await eachOf(attempts, async ({ route, name }) => {
      const { status } = await send(world.api, {
        method: route.method.toUpperCase(),
        path: `${addressOf(contract, route, world.known)}?${name}=1`,
        token: tokenFor(world, route.operation.operationId as OperationId),
      });
      expect([route.operation.operationId, name, status]).toEqual([route.operation.operationId, name, 400]);
    });
    tried(task, 'parameters slipped into queries that were sent', attempts.length);
    expect(changedTables(before, await rowsAtRest(world.api))).toEqual([]);
  });

  it('API3:2023 the same bodies with nothing slipped in are no fault of shape', async ({ task }) => {
    const whole = LEVELS.filter(({ pointer }) => pointer === '');
    await eachOf(whole, async (level) => {
      const { status, json } = await ask(level, JSON.stringify(level.body));
      const { operationId } = level.route.operation;
      expect(status, operationId).toBeLessThan(500);
      expect(json.type, operationId).not.toBe('urn:partner-api:problem:validation-failed');
    });
    tried(task, 'the same bodies with nothing slipped in', whole.length);
  });

  it('API3:2023 excessive data exposure: no answer may hold more than the contract names', ({ task }) => {
    const open: string[] = [];
    let objects = 0;
    const visit = (value: unknown, at: string): void => {
      if (typeof value !== 'object' || value === null) return;
      const schema = value as Schema;
      if (schema.type === 'object' || schema.properties) {
        objects += 1;
        if (isOpen(schema)) open.push(at);
      }
      for (const [name, inner] of Object.entries(value)) visit(inner, `${at}/${name}`);
    };
    visit(contract.components.schemas, '');
    for (const { operation } of routesOf(contract)) visit(operation.responses, operation.operationId);
    tried(task, 'object schemas that are closed', objects);
    expect(open).toEqual([]);
  });
});

/** Whether an object may have properties that its schema does not name, of any kind. */
function isOpen({ additionalProperties }: Schema): boolean {
  return additionalProperties === undefined || additionalProperties === true;
}
