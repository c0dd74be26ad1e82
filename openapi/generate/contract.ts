import type { maskFormats } from '../../functions/middleware/mask-formats.ts';

/** The classes of personal data. What is classed leaves only where its class is lifted. */
export const piiClasses = [
  'identity',
  'contact',
  'vehicle',
  'driving',
  'location',
  'financial',
  'health',
] as const;

/** The kinds of callers, by the security schemes that they come with: clients of partners and staff, customers, devices. */
export const callers = ['partner', 'customer', 'device'] as const;
type Caller = (typeof callers)[number];

/** A JSON schema as OpenAPI 3.1 has them; other keywords than these are the validator's business. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: boolean | Schema;
  patternProperties?: Record<string, Schema>;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  default?: unknown;
  /** Of a list in a request: each of its items is checked by itself, and a bad one is not a fault of the whole. */
  'x-each-alone'?: true;
  'x-pii'?: (typeof piiClasses)[number];
  'x-mask'?: keyof typeof maskFormats;
  [keyword: string]: unknown;
}

export interface MediaType {
  schema: Schema;
  examples?: Record<string, { value: unknown }>;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
  example?: unknown;
}

/** A header of an answer: always there where it is required. */
export interface Header {
  required?: boolean;
  schema: Schema;
}

export interface Response {
  headers?: Record<string, Header>;
  content?: Record<string, MediaType>;
}

/** How consent governs an operation, and for whom classes are lifted without one. */
export interface Consent {
  mode: 'none' | 'optional' | 'required';
  permission?: string;
  object?: string;
  /** Whether a one-shot consent is used up by the answer. */
  consumes?: true;
  basis?: Partial<Record<'producer' | 'staff' | 'customer', (typeof piiClasses)[number][]>>;
}

export interface Operation {
  operationId: string;
  /** Whether it will go one day. */
  deprecated?: boolean;
  'x-function': string;
  'x-consent'?: Consent;
  'x-idempotent'?: 'required' | 'optional';
  'x-if-match'?: 'required' | 'optional';
  /** Whether a body may come compressed. */
  'x-gzip'?: true;
  security: { [Kind in Caller]?: string[] }[];
  parameters?: Parameter[];
  requestBody?: { required: boolean; content: Record<string, MediaType> };
  responses: Record<string, Response>;
}

/** How a caller comes by a token, and the scopes that it can hold: by its flow, or of a caller that signs its own. */
interface SecurityScheme {
  flows?: Partial<Record<'clientCredentials' | 'authorizationCode', { scopes: Record<string, string> }>>;
  'x-scopes'?: Record<string, string>;
}

/** A page that is served beside the API, with all files below its path. */
export interface Page {
  path: string;
  /** The function that serves it. */
  function: string;
}

/** The whole contract in one document: only schemas are still referred to, as `#/components/schemas/<name>`. */
export interface Contract {
  openapi: string;
  info: { version: string };
  paths: Record<string, { parameters?: Parameter[] } & { [method in Method]?: Operation }>;
  webhooks?: Record<string, { post: { requestBody: { content: Record<string, MediaType> } } }>;
  components: {
    schemas: Record<string, Schema>;
    securitySchemes: Record<Caller, SecurityScheme>;
  };
  'x-pages'?: Page[];
}

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const;
type Method = (typeof methods)[number];

/** An operation and where it is found; its parameters include those of its path. */
export interface Route {
  path: string;
  method: Method;
  operation: Operation;
  parameters: Parameter[];
}

/** All operations, in the contract's order. */
export function routesOf({ paths }: Contract): Route[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method];
      if (!operation) return [];
      return [
        {
          path,
          method,
          operation,
          parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])],
        },
      ];
    }),
  );
}

/** The names of all rooms. */
export function roomsOf(contract: Contract): string[] {
  return [...new Set(routesOf(contract).map(({ operation }) => operation['x-function']))];
}

/** The closed list of the scopes that callers of a kind can have. */
export function scopesOf({ components }: Contract, caller: Caller): string[] {
  const { flows = {}, 'x-scopes': own = {} } = components.securitySchemes[caller];
  return [...Object.values(flows).map(({ scopes }) => scopes), own].flatMap(Object.keys);
}

/** The closed list of what a customer can allow. */
export function permissionsOf(contract: Contract): string[] {
  const { schema } = refer(contract, '#/components/schemas/Permission');
  return (schema.enum as string[] | undefined) ?? [];
}

/** The status of an operation's one good answer. */
export function successOf({ operationId, responses }: Operation): number {
  const good = Object.keys(responses).filter((status) => status.startsWith('2'));
  if (good.length !== 1) throw new Error(`${operationId} has ${good.length} good answers instead of one`);
  return Number(good[0]);
}

/** Whether the good answer of an operation is a document instead of JSON. */
export function answersDocument(operation: Operation): boolean {
  return isDocument(operation.responses[successOf(operation)]?.content);
}

/** Whether a body is a document: bytes, of which no schema says more. */
export function isDocument(content: Record<string, MediaType> = {}): boolean {
  return 'application/pdf' in content;
}

/** The schema of a JSON body, or undefined where there is none. */
export function jsonSchemaOf(content: Record<string, MediaType> | undefined): Schema | undefined {
  return (content?.['application/json'] ?? content?.['application/problem+json'])?.schema;
}

/** The schema that a `$ref` names, and its name. Throws where there is none. */
export function refer({ components }: Contract, ref: string): { name: string; schema: Schema } {
  const name = /^#\/components\/schemas\/(\w+)$/.exec(ref)?.[1] ?? '';
  const schema = components.schemas[name];
  if (!schema) throw new Error(`${ref} leads nowhere`);
  return { name, schema };
}
