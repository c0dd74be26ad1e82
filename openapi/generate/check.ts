import { Ajv2020 } from 'ajv/dist/2020.js';
import { isMaskFormat } from '../../functions/middleware/mask-formats.ts';
import { type Contract, piiClasses, type Route, routesOf, scopesOf } from './contract.ts';
import { operationSchema } from './vocabulary.ts';

const fitsVocabulary = new Ajv2020({ allErrors: true, validateSchema: false }).compile(operationSchema);

/** Throws, naming every place, where the contract says what its vocabulary does not have or contradicts itself. */
export function checkContract(contract: Contract): void {
  const scopes = scopesOf(contract);
  const faults = [
    ...routesOf(contract).flatMap((route) => checkRoute(route, scopes)),
    ...checkAnnotations(contract.components.schemas, 'components/schemas'),
    ...checkAnnotations(contract.paths, 'paths'),
  ];
  if (faults.length > 0) throw new Error(`The contract is not valid:\n${faults.join('\n')}`);
}

function checkRoute(route: Route, scopes: string[]): string[] {
  const { operation, parameters } = route;
  const faults = fitsVocabulary({ ...operation, parameters })
    ? checkSense(route, scopes)
    : (fitsVocabulary.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  return faults.map((fault) => `${operation.operationId}: ${fault}`);
}

/** Whether what an operation says goes together. */
function checkSense({ path, operation, parameters }: Route, scopes: string[]): string[] {
  const names = (place: string): string[] => parameters.filter((p) => p.in === place).map((p) => p.name);
  const described = names('path').sort().join();
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const headers = names('header');
  const needed = operation.security.flatMap((schemes) => Object.values(schemes).flat());
  const unknown = needed.filter((scope) => !scopes.includes(scope));
  const pairs = { 'x-idempotent': 'Idempotency-Key', 'x-if-match': 'If-Match' };
  return [
    ...(needed.length === 0 ? ['needs no scopes'] : []),
    ...unknown.map((scope) => `needs a scope that there is not: ${scope}`),
    ...(named.sort().join() === described ? [] : ['does not describe the parameters of its path']),
    ...Object.entries(pairs)
      .filter(([mark, header]) => mark in operation !== headers.includes(header))
      .map(([mark, header]) => `${mark} and ${header} go together`),
  ];
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
