import fc from 'fast-check';
import {
  type Contract,
  jsonSchemaOf,
  type Parameter,
  type Route,
  routesOf,
} from '../../openapi/generate/contract.ts';
import { type OperationId, operations } from '../../openapi/generated/operations.ts';
import { brokenOnce, garbled } from './mutations.ts';
import { type Known, sensibly } from './plausible-bodies.ts';
import { valuesOf } from './schema-arbitrary.ts';

/** A request, right or wrong, to an operation or to none. */
export interface WildRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'];

/** Where a request arrives, which need not be where it was sent to: clients resolve `..` on the way. */
export function operationOf({ method, path }: WildRequest): OperationId | undefined {
  const { pathname } = new URL(`http://localhost${path}`);
  return Object.values(operations).find(
    (operation) =>
      operation.method === method &&
      new RegExp(`^${operation.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(pathname),
  )?.operationId;
}

/** Requests to every operation of the contract, most of them broken somewhere; ids that exist go in between. */
export function wildRequests(contract: Contract, known: Known): fc.Arbitrary<WildRequest> {
  const perRoute = routesOf(contract).map((route) => ({
    arbitrary: requestsTo(contract, route, known),
    weight: weightOf(route),
  }));
  return fc.oneof(...perRoute, { arbitrary: astray(known), weight: 1 });
}

/** Bodies have the most places to be broken; everything that can be done begins with a quote. */
function weightOf({ operation: { operationId, requestBody } }: Route): number {
  if (operationId === 'createQuote') return 20;
  return requestBody ? 6 : 2;
}

function requestsTo(contract: Contract, route: Route, known: Known): fc.Arbitrary<WildRequest> {
  const { method, path, parameters } = route;
  const at = (place: Parameter['in']) => parameters.filter((parameter) => parameter.in === place);
  return fc
    .record({
      path: pathsOf(contract, path, at('path'), known),
      query: queriesOf(contract, at('query')),
      headers: headersOf(contract, at('header'), known),
      body: bodiesOf(contract, route, known),
      type: often(
        fc.constant('application/json'),
        fc.constantFrom('text/plain', '', 'application/json;x', 'a/b'),
      ),
    })
    .map(({ path: url, query, headers, body, type }) => ({
      method: method.toUpperCase(),
      path: query === '' ? url : `${url}?${query}`,
      headers: { ...headers, ...(body !== undefined && { 'content-type': type }) },
      body,
    }));
}

/** Mostly the one, at times the other. */
function often<T>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ arbitrary: usual, weight: 9 }, { arbitrary: other, weight: 1 });
}

/** Text of any letters that a request line can carry. */
const oddities = fc
  .string({ unit: 'grapheme', maxLength: 20 })
  .map((text) => encodeURIComponent(text.toWellFormed()));

function pathsOf(
  contract: Contract,
  path: string,
  parameters: Parameter[],
  { ids }: Known,
): fc.Arbitrary<string> {
  const known: Record<string, readonly string[]> = { ...ids, product: ['motor', 'own-damage'] };
  const values = parameters.map(({ name, schema }) =>
    fc.oneof(
      { arbitrary: fc.constantFrom(...(known[name] ?? [''])), weight: 6 },
      { arbitrary: valuesOf(contract, schema).map((value) => encodeURIComponent(String(value))), weight: 1 },
      { arbitrary: oddities, weight: 1 },
    ),
  );
  return fc.tuple(...values).map((chosen) => {
    const left = [...chosen];
    return path.replace(/\{\w+\}/g, () => left.shift() ?? '');
  });
}

function queriesOf(contract: Contract, parameters: Parameter[]): fc.Arbitrary<string> {
  const given = parameters.map(({ name, schema }) =>
    fc
      .option(
        fc.oneof(
          valuesOf(contract, schema).map((value) => encodeURIComponent(String(value))),
          oddities,
        ),
      )
      .map((value) => (value === null ? [] : [`${name}=${value}`])),
  );
  const beside = fc.oneof(oddities, fc.constantFrom('limit=1&limit=2', '=', '&&', 'limit=%', '__proto__=1'));
  return often(
    fc.tuple(...given).map((pairs) => pairs.flat().join('&')),
    beside,
  );
}

/** Header values that can be sent at all. */
const latin = fc.stringMatching(/^[\x20-\x7e\xa0-\xff]{0,80}$/);

/** Headers as clients send them: fresh keys and repeated ones, the version there is and others, consents that are. */
function usualHeaders({ ids }: Known): Record<string, fc.Arbitrary<string>> {
  return {
    'Idempotency-Key': fc.oneof(fc.uuid(), fc.constantFrom('a', 'b', 'c')),
    'If-Match': fc.constantFrom('"1"', '"1"', '"1"', '"2"', '*'),
    'x-consent-id': fc.constantFrom(...ids.consentId),
  };
}

/** Whether a header is there, which most requests need and few need: the version, and a consent. */
function presentOrNot(name: string, sent: fc.Arbitrary<string>): fc.Arbitrary<string | undefined> {
  if (name === 'If-Match') return often(sent, fc.constant(undefined));
  return name === 'x-consent-id' ? often(fc.constant(undefined), sent) : fc.option(sent, { nil: undefined });
}

function headersOf(
  contract: Contract,
  parameters: Parameter[],
  known: Known,
): fc.Arbitrary<Record<string, string>> {
  const usual = usualHeaders(known);
  const given = parameters.map(({ name, schema }) => {
    const valid = valuesOf(contract, schema) as fc.Arbitrary<string>;
    const sent = often(often(usual[name] ?? valid, valid), latin);
    return presentOrNot(name, sent).map((value) => (value === undefined ? [] : [[name, value] as const]));
  });
  const stray = often(fc.constant([]), fc.constantFrom([], [['x-consent-id', 'con_1'] as const]));
  return fc.tuple(...given, stray).map((pairs) => Object.fromEntries(pairs.flat()));
}

function bodiesOf(
  contract: Contract,
  { operation, method }: Route,
  known: Known,
): fc.Arbitrary<string | undefined> {
  const schema = jsonSchemaOf(operation.requestBody?.content);
  if (!schema) return method === 'get' ? fc.constant(undefined) : fc.constantFrom(undefined, '{}', '[');
  const valid = valuesOf(contract, schema);
  const sensible = valid.chain((body) => sensibly(body as object, known));
  const json = fc.oneof(
    { arbitrary: sensible, weight: 3 },
    { arbitrary: sensible.chain(brokenOnce), weight: 3 },
    { arbitrary: sensible.chain(brokenOnce).chain(brokenOnce), weight: 2 },
    { arbitrary: valid, weight: 1 },
  );
  const text = json.map((body) => JSON.stringify(body) ?? '');
  return often(text, text.chain(garbled));
}

/** Requests that no operation is for. */
function astray({ ids }: Known): fc.Arbitrary<WildRequest> {
  const paths = fc.oneof(
    fc.constantFrom(
      '/quotes',
      '/quotes/',
      '//quotes',
      `/quotes/${ids.quoteId[0]}`,
      `/policies/${ids.policyId[0]}/schedule/`,
      '/products',
      '/%',
      '/quotes/../products/motor',
    ),
    fc.array(oddities, { maxLength: 4 }).map((steps) => `/${steps.join('/')}`),
  );
  return fc.record({
    method: fc.constantFrom(...methods),
    path: paths,
    headers: fc.constant({}),
    body: fc.constant(undefined),
  });
}
