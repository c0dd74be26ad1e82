import { Ajv2020 } from 'ajv/dist/2020.js';
import { isMaskFormat } from '../../functions/middleware/mask-formats.ts';
import {
  type Contract,
  callers,
  isDocument,
  jsonSchemaOf,
  permissionsOf,
  piiClasses,
  type Route,
  refer,
  routesOf,
  type Schema,
  scopesOf,
  successOf,
} from './contract.ts';
import { operationSchema, pagesSchema } from './vocabulary.ts';

const ajv = new Ajv2020({ allErrors: true, validateSchema: false });
const fitsVocabulary = ajv.compile(operationSchema);
const fitsPages = ajv.compile(pagesSchema);

/** Throws, naming every place, where the contract says what its vocabulary does not have or contradicts itself. */
export function checkContract(contract: Contract): void {
  const faults = [
    ...routesOf(contract).flatMap((route) => checkRoute(route, contract)),
    ...checkPages(contract),
    ...checkAnnotations(contract.components.schemas, 'components/schemas'),
    ...checkAnnotations(contract.paths, 'paths'),
  ];
  if (faults.length > 0) throw new Error(`The contract is not valid:\n${faults.join('\n')}`);
}

function checkRoute(route: Route, contract: Contract): string[] {
  const { operation, parameters } = route;
  const faults = fitsVocabulary({ ...operation, parameters })
    ? checkSense(route, contract)
    : (fitsVocabulary.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  return faults.map((fault) => `${operation.operationId}: ${fault}`);
}

/** Whether what an operation says goes together. */
function checkSense(route: Route, contract: Contract): string[] {
  return [
    ...checkScopes(route, contract),
    ...checkPath(route),
    ...checkHeaders(route),
    ...checkConsent(route, contract),
  ];
}

function checkScopes({ operation }: Route, contract: Contract): string[] {
  const needed = callers.flatMap((caller) =>
    operation.security.flatMap(({ [caller]: scopes = [] }) => scopes.map((scope) => ({ caller, scope }))),
  );
  if (needed.length === 0) return ['needs no scopes'];
  return needed
    .filter(({ caller, scope }) => !scopesOf(contract, caller).includes(scope))
    .map(({ caller, scope }) => `needs a scope that no ${caller} has: ${scope}`);
}

function checkPath({ path, parameters }: Route): string[] {
  const described = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  return named.sort().join() === described.sort().join()
    ? []
    : ['does not describe the parameters of its path'];
}

/** What an operation says of itself shows in its headers, and the other way round. */
function checkHeaders({ operation, parameters }: Route): string[] {
  const { mode = 'none' } = operation['x-consent'] ?? {};
  const pairs: [what: string, said: boolean, header: string][] = [
    ['x-idempotent', 'x-idempotent' in operation, 'Idempotency-Key'],
    ['x-if-match', 'x-if-match' in operation, 'If-Match'],
    ['x-gzip', 'x-gzip' in operation, 'Content-Encoding'],
    ['a mode of x-consent', mode !== 'none', 'x-consent-id'],
  ];
  return pairs
    .filter(([, said, header]) => said !== parameters.some((p) => p.in === 'header' && p.name === header))
    .map(([what, , header]) => `${what} and ${header} go together`);
}

/** Whatever shows personal values says to whom. What a document shows no schema tells. */
function checkConsent({ operation }: Route, contract: Contract): string[] {
  const { permission, basis } = operation['x-consent'] ?? {};
  const { content } = operation.responses[successOf(operation)] ?? {};
  const shows = isDocument(content) || holdsClassed(contract, jsonSchemaOf(content) ?? {});
  const unknown = permission !== undefined && !permissionsOf(contract).includes(permission);
  return [
    ...(shows && !permission && !basis ? ['shows what is classed on no basis and by no permission'] : []),
    ...(unknown ? [`takes a permission that there is not: ${permission}`] : []),
  ];
}

/** Whether anything classed stands in a schema, or in those that it refers to. */
function holdsClassed(contract: Contract, schema: Schema, seen = new Set<string>()): boolean {
  const text = JSON.stringify(schema);
  if (text.includes('"x-pii"')) return true;
  return [...text.matchAll(/"\$ref":"([^"]+)"/g)].some(([, ref = '']) => {
    if (seen.has(ref)) return false;
    seen.add(ref);
    return holdsClassed(contract, refer(contract, ref).schema, seen);
  });
}

/** Whether what is said of pages fits, and leaves the paths of operations to them. */
function checkPages({ paths, 'x-pages': pages = [] }: Contract): string[] {
  if (!fitsPages(pages))
    return (fitsPages.errors ?? []).map(({ instancePath, message }) => `x-pages${instancePath} ${message}`);
  return pages
    .filter((page) => Object.keys(paths).some((path) => `${path}/`.startsWith(`${page.path}/`)))
    .map((page) => `x-pages: ${page.path} is the path of an operation`);
}

/** Looks at every `x-pii` and `x-mask` below a value. */
function checkAnnotations(value: unknown, where: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { 'x-pii': pii, 'x-mask': mask } = value as Record<string, unknown>;
  const below = Object.entries(value).flatMap(([name, member]) =>
    checkAnnotations(member, `${where}/${name}`),
  );
  if (pii !== undefined && !piiClasses.some((known) => known === pii))
    below.push(`${where}: no class ${pii}`);
  if (mask !== undefined && !isMaskFormat(mask)) below.push(`${where}: no mask ${mask}`);
  if (mask !== undefined && pii === undefined) below.push(`${where}: a mask without a class`);
  return below;
}
