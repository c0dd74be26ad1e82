import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { aloneModules } from '../../openapi/generate/alone.ts';
import { bundle } from '../../openapi/generate/bundle.ts';
import { checkContract } from '../../openapi/generate/check.ts';
import { classedNamesModule } from '../../openapi/generate/classed-names.ts';
import { type Contract, type Operation, refer, routesOf } from '../../openapi/generate/contract.ts';
import { eventsModule } from '../../openapi/generate/events.ts';
import { checkRates } from '../../openapi/generate/rate-book.ts';
import { validatorModules } from '../../openapi/generate/validators.ts';
import { readContract } from './contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'contract-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file with some YAML in it. */
function yaml(name: string, text: string): URL {
  const file = join(folder, name);
  writeFileSync(file, text);
  return pathToFileURL(file);
}

/** The good answer of the operation that answers a document. */
function scheduleOf(contract: Contract): { content?: object } {
  const answer = contract.paths['/policies/{policyId}/schedule']?.get?.responses['200'];
  if (!answer) throw new Error('the contract has no getSchedule');
  return answer;
}

function operationOf(contract: Contract, operationId: string): Operation {
  const route = routesOf(contract).find(({ operation }) => operation.operationId === operationId);
  if (!route) throw new Error(`the contract has no ${operationId}`);
  return route.operation;
}

const createQuoteOf = (contract: Contract) => operationOf(contract, 'createQuote');
const getPolicyOf = (contract: Contract) => operationOf(contract, 'getPolicy');
const listMyPoliciesOf = (contract: Contract) => operationOf(contract, 'listMyPolicies');

/** How consent governs the reading of a policy. */
const consentOf = (contract: Contract) => getPolicyOf(contract)['x-consent'] ?? {};

describe('a contract is refused', () => {
  test.each<[string, (contract: Contract) => unknown]>([
    ['responses', (contract) => Reflect.deleteProperty(createQuoteOf(contract), 'responses')],
    ['x-function', (contract) => Reflect.deleteProperty(createQuoteOf(contract), 'x-function')],
    [
      'additional properties',
      (contract) => Object.assign(createQuoteOf(contract), { 'x-funktion': 'quotes' }),
    ],
    ['x-idempotent', (contract) => Object.assign(createQuoteOf(contract), { 'x-idempotent': 'maybe' })],
    ['Idempotency-Key', (contract) => Reflect.deleteProperty(createQuoteOf(contract), 'x-idempotent')],
    ['Content-Encoding', (contract) => Object.assign(createQuoteOf(contract), { 'x-gzip': true })],
    ['If-Match', (contract) => Object.assign(createQuoteOf(contract), { 'x-if-match': 'required' })],
    ['x-consent', (contract) => Object.assign(createQuoteOf(contract), { 'x-consent': { mode: 'perhaps' } })],
    [
      'permission',
      (contract) => Object.assign(createQuoteOf(contract), { 'x-consent': { mode: 'required' } }),
    ],
    ['x-consent-id', (contract) => Object.assign(getPolicyOf(contract), { 'x-consent': { mode: 'none' } })],
    [
      'boolean schema is false',
      (contract) => Object.assign(createQuoteOf(contract), { 'x-consent': { mode: 'none', consumes: true } }),
    ],
    ['a permission that', (contract) => Object.assign(consentOf(contract), { permission: 'POLICY_KEEP' })],
    [
      'on no basis',
      (contract) => Object.assign(listMyPoliciesOf(contract), { 'x-consent': { mode: 'none' } }),
    ],
    ['on no basis', (contract) => Reflect.deleteProperty(listMyPoliciesOf(contract), 'x-consent')],
    [
      'that no customer has',
      (contract) => Object.assign(createQuoteOf(contract), { security: [{ customer: ['quotes:write'] }] }),
    ],
    [
      'that no device has',
      (contract) => Object.assign(createQuoteOf(contract), { security: [{ device: ['quotes:write'] }] }),
    ],
    [
      'more than 1',
      (contract) =>
        Object.assign(createQuoteOf(contract), {
          security: [{ partner: ['quotes:write'], customer: ['customer'] }],
        }),
    ],
    ['x-pages/0', (contract) => Object.assign(contract, { 'x-pages': [{ path: '/dashboard' }] })],
    [
      'the path of an operation',
      (contract) => Object.assign(contract, { 'x-pages': [{ path: '/quotes', function: 'dashboard' }] }),
    ],
    [
      'scope',
      (contract) => Object.assign(createQuoteOf(contract), { security: [{ partner: ['quotes:all'] }] }),
    ],
    ['no scopes', (contract) => Object.assign(createQuoteOf(contract), { security: [{ partner: [] }] })],
    ['no class', (contract) => Object.assign(contract.components.schemas.Code ?? {}, { 'x-pii': 'secret' })],
    [
      'no mask',
      (contract) => Object.assign(contract.components.schemas.Code ?? {}, { 'x-mask': 'toString' }),
    ],
    [
      'a mask without',
      (contract) => Object.assign(contract.components.schemas.Code ?? {}, { 'x-mask': 'iban' }),
    ],
    [
      'schema',
      (contract) => Object.assign(scheduleOf(contract), { content: { 'application/pdf': { schema: {} } } }),
    ],
    ['fewer than 1', (contract) => Object.assign(scheduleOf(contract), { content: {} })],
    [
      'more than 1',
      (contract) =>
        Object.assign(scheduleOf(contract).content ?? {}, {
          'application/json': { schema: {}, examples: {} },
        }),
    ],
    [
      'requestBody',
      (contract) => Object.assign(createQuoteOf(contract).requestBody ?? {}, scheduleOf(contract)),
    ],
    ['path', (contract) => Object.assign(contract.paths['/quotes/{quoteId}'] ?? {}, { parameters: [] })],
  ])('for a fault in %s', (name, spoil) => {
    const contract = readContract();
    spoil(contract);
    expect(() => checkContract(contract)).toThrow(name);
  });

  test.each([
    ['a keyword that there is not', { type: 'string', maxLenght: 3 }],
    ['a type that there is not', { type: 'strin' }],
    ['a bound that is none', { type: 'string', maxLength: '3' }],
    ['a format that there is not', { type: 'string', format: 'datum' }],
  ])('whose schema has %s', (_what, schema) => {
    const contract = readContract();
    contract.components.schemas.Currency = schema;
    expect(() => validatorModules(contract, 'quotes', './unpack.ts')).toThrow();
  });

  test('whose events carry personal data', () => {
    const contract = readContract();
    const { schema } = refer(contract, '#/components/schemas/QuoteOffered');
    schema.properties = { ...schema.properties, dateOfBirth: { type: 'string', 'x-pii': 'identity' } };
    expect(() => eventsModule(contract)).toThrow('quote.offered carries personal data');
  });
});

describe('files become one document', () => {
  test('whose schemas are gathered, also where they refer to themselves', () => {
    const other =
      'schemas: { Tree: { type: array, items: { $ref: "#/schemas/Tree" } } }\nparts: { a: { b: 1 } }';
    yaml('other.yaml', other);
    const root = yaml(
      'root.yaml',
      'root: { $ref: "other.yaml#/schemas/Tree" }\npart: { $ref: "other.yaml#/parts/a" }',
    );
    expect(bundle(root)).toEqual({
      root: { $ref: '#/components/schemas/Tree' },
      part: { b: 1 },
      components: { schemas: { Tree: { type: 'array', items: { $ref: '#/components/schemas/Tree' } } } },
    });
  });

  test.each([
    ['leads nowhere', 'a: { $ref: "#/b" }'],
    ['stands beside', 'a: { $ref: "#/b", c: 1 }\nb: {}'],
    ['both', 'schemas: { Tree: {} }\na: { $ref: "#/schemas/Tree" }\nb: { $ref: "other.yaml#/schemas/Tree" }'],
  ])('unless a reference %s', (fault, text) => {
    expect(() => bundle(yaml('faulty.yaml', text))).toThrow(fault);
  });
});

test('a product that does not fit its schema is named with its faults', () => {
  const contract = readContract();
  const book = bundle(new URL('../../openapi/rate-book.yaml', import.meta.url)) as unknown as Contract;
  const rules = refer(contract, '#/components/schemas/Product').schema;
  rules.required = [...(rules.required ?? []), 'motto'];
  const root = new URL('../../functions/quotes/', import.meta.url);
  expect(() => checkRates(root, book.components.schemas, contract.components.schemas)).toThrow(
    /motor\.json:.*motto/,
  );
});

test('the items of a list that are checked each by itself have a validator of their own', () => {
  const modules = new Map(aloneModules(readContract()));
  expect([...modules.keys()]).toEqual(['telemetry-point.js', 'telemetry-point.d.ts']);
  expect(modules.get('telemetry-point.js')).toContain('export const validate =');
  const [[, room = ''] = []] = validatorModules(readContract(), 'telemetry', './unpack.ts');
  expect(room).not.toContain('speedKmh');
  expect(room).toContain("import { unpack } from './unpack.ts'");
});

test('every name of something personal is known to the log', () => {
  const text = classedNamesModule(readContract());
  for (const name of ['dateOfBirth', 'postcode', 'country', 'powerKw', 'firstRegistered', 'fuel']) {
    expect(text).toContain(`"${name}"`);
  }
  expect(text).not.toContain('"bonusMalusLevel"');
});
