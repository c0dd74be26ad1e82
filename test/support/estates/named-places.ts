import {
  type Contract,
  jsonSchemaOf,
  type Route,
  refer,
  type Schema,
} from '../../../openapi/generate/contract.ts';
import type { OwnedRequest } from './requests/owned-request.ts';

/** The form of an id in a schema. */
const ID = /^\^[a-z]{3}_/;

/** What finds something beside ids. */
const SEARCHES = ['cursor', 'plate', 'policyNumber'];

/** A list whose cursor is a number in it: it names nothing. */
const NUMBERED = ['listMyReleases'];

/** Where the contract lets a request name something that is somebody's, e.g. `path policyId` or `body /objects/policyId`. */
export function placesIn(contract: Contract, { path, operation, parameters }: Route): string[] {
  const named = parameters.filter(({ in: place, name, schema }) => {
    if (name === 'x-consent-id') return true;
    // The cursor of a list within something is a place in that.
    if (name === 'cursor') return !path.includes('{') && !NUMBERED.includes(operation.operationId);
    return isId(contract, schema) || (place === 'query' && SEARCHES.includes(name));
  });
  const body = jsonSchemaOf(operation.requestBody?.content);
  return [
    ...named.map(({ in: place, name }) => `${place} ${name}`),
    ...(body ? idsIn(contract, body).map((pointer) => `body ${pointer}`) : []),
  ];
}

/** Where a request names something, said likewise. */
export function placesNamed({ path = {}, query = {}, under, body }: OwnedRequest): string[] {
  return [
    ...Object.keys(path).map((name) => `path ${name}`),
    ...Object.keys(query).map((name) => `query ${name}`),
    ...(under === undefined ? [] : ['header x-consent-id']),
    ...pointersIn(body).map((pointer) => `body ${pointer}`),
  ];
}

function isId(contract: Contract, schema: Schema): boolean {
  const { pattern } = schema.$ref === undefined ? schema : refer(contract, schema.$ref).schema;
  return typeof pattern === 'string' && ID.test(pattern);
}

/** Where ids are in a body; the items of a list are all at one place. */
function idsIn(contract: Contract, schema: Schema, at = ''): string[] {
  if (isId(contract, schema)) return [at];
  if (schema.$ref !== undefined) return idsIn(contract, refer(contract, schema.$ref).schema, at);
  const { properties = {}, items, allOf = [], anyOf = [], oneOf = [] } = schema;
  return [
    ...Object.entries(properties).flatMap(([name, inner]) => idsIn(contract, inner, `${at}/${name}`)),
    ...[...(items ? [items] : []), ...allOf, ...anyOf, ...oneOf].flatMap((inner) =>
      idsIn(contract, inner, at),
    ),
  ];
}

function pointersIn(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pointersIn(item, at));
  if (typeof value !== 'object' || value === null) return [at];
  return Object.entries(value).flatMap(([name, inner]) => pointersIn(inner, `${at}/${name}`));
}
