import type { ResponseDescription } from './gateway-responses.ts';

/** A REST API as its OpenAPI body and its resource describe it, checked and reduced to what is executed. */
export interface ApiDefinition {
  methods: MethodDefinition[];
  authorizers: Map<string, AuthorizerDefinition>;
  responses: Record<string, ResponseDescription>;
  /** Whether the API key comes in the header `x-api-key` or from the authorizer. */
  apiKeySource: 'HEADER' | 'AUTHORIZER';
  binaryMediaTypes: string[];
}

export interface MethodDefinition {
  path: string;
  method: string;
  /** The authorizer's name; null for a method that anyone may call. */
  authorizer: string | null;
  apiKeyRequired: boolean;
  functionArn: string;
  timeoutMs: number;
}

export interface AuthorizerDefinition {
  kind: 'token' | 'request';
  functionArn: string;
  /** Lower-case names of the headers that identify the caller. */
  headers: string[];
  /** What the token must look like for the function to be asked at all. */
  validation: RegExp | undefined;
  ttlSeconds: number;
}

type Json = Record<string, unknown>;

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'];
const EXTENSION = 'x-amazon-apigateway-';
/** The extensions that are executed; any other one stops the start. */
const TOP_LEVEL = ['api-key-source', 'gateway-responses', 'binary-media-types'];
const LONGEST_TIMEOUT_MS = 29_000;
const FUNCTION_URI = /^arn:[^:]+:apigateway:[^:]+:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/;
const HEADER_SOURCE = /^method\.request\.header\.([\w-]+)$/;

/** Reads an API's OpenAPI body. Throws on whatever this gateway would not do as the service does. */
export function readDefinition(body: unknown): ApiDefinition {
  const root = object(body, 'The body');
  onlyExtensions(root, TOP_LEVEL, 'the body');
  const schemes = object(
    object(root.components ?? {}, 'components').securitySchemes ?? {},
    'securitySchemes',
  );
  return {
    methods: Object.entries(object(root.paths, 'paths')).flatMap(([path, item]) =>
      readPath(path, item, schemes),
    ),
    authorizers: readAuthorizers(schemes),
    responses: (root[`${EXTENSION}gateway-responses`] ?? {}) as Record<string, ResponseDescription>,
    apiKeySource: root[`${EXTENSION}api-key-source`] === 'AUTHORIZER' ? 'AUTHORIZER' : 'HEADER',
    binaryMediaTypes: (root[`${EXTENSION}binary-media-types`] ?? []) as string[],
  };
}

/** The function that an integration or authorizer URI calls. */
export function functionOf(uri: unknown, where: string): string {
  const arn = typeof uri === 'string' ? FUNCTION_URI.exec(uri)?.[1] : undefined;
  if (arn === undefined) throw new Error(`${where}: not the URI of a function: ${String(uri)}`);
  return arn;
}

function readPath(path: string, item: unknown, schemes: Json): MethodDefinition[] {
  const operations = object(item, path);
  onlyExtensions(operations, [], path);
  return Object.entries(operations)
    .filter(([method]) => METHODS.includes(method))
    .map(([method, operation]) => readMethod(path, method, object(operation, `${method} ${path}`), schemes));
}

function readMethod(path: string, method: string, operation: Json, schemes: Json): MethodDefinition {
  const where = `${method} ${path}`;
  onlyExtensions(operation, ['integration'], where);
  const integration = object(operation[`${EXTENSION}integration`], `${where}: integration`);
  const { type, httpMethod, uri, timeoutInMillis = LONGEST_TIMEOUT_MS } = integration;
  if (String(type).toLowerCase() !== 'aws_proxy' || httpMethod !== 'POST') {
    throw new Error(`${where}: only POST integrations of type aws_proxy are executed`);
  }
  if (integration.credentials !== undefined)
    throw new Error(`${where}: integration credentials are not executed`);
  const names = securityOf(operation, where);
  return {
    path,
    method: method.toUpperCase(),
    authorizer: names.find((name) => isAuthorizer(schemes[name])) ?? null,
    apiKeyRequired: names.some((name) => isApiKey(schemes[name])),
    functionArn: functionOf(uri, where),
    timeoutMs: Math.min(Number(timeoutInMillis), LONGEST_TIMEOUT_MS),
  };
}

/** The schemes that a call must satisfy together; alternatives are not something the gateway can do. */
function securityOf(operation: Json, where: string): string[] {
  const security = (operation.security ?? []) as Json[];
  if (security.length > 1) throw new Error(`${where}: alternatives in security are not executed`);
  return Object.keys(security[0] ?? {});
}

function readAuthorizers(schemes: Json): Map<string, AuthorizerDefinition> {
  const authorizers = new Map<string, AuthorizerDefinition>();
  for (const [name, scheme] of Object.entries(schemes)) {
    if (isAuthorizer(scheme)) authorizers.set(name, readAuthorizer(name, object(scheme, name)));
    else if (!isApiKey(scheme))
      throw new Error(`Security scheme ${name} is neither an authorizer nor an API key`);
  }
  return authorizers;
}

function readAuthorizer(name: string, scheme: Json): AuthorizerDefinition {
  const definition = object(scheme[`${EXTENSION}authorizer`], name);
  const {
    type: kind,
    identityValidationExpression: pattern,
    authorizerResultTtlInSeconds = 300,
  } = definition;
  if (kind !== 'token' && kind !== 'request')
    throw new Error(`${name}: authorizer type ${String(kind)} is not executed`);
  if (definition.authorizerCredentials !== undefined) {
    throw new Error(`${name}: authorizer credentials are not executed; permit the gateway on the function`);
  }
  return {
    kind,
    functionArn: functionOf(definition.authorizerUri, name),
    headers: readSources(name, definition.identitySource, scheme.name),
    validation: typeof pattern === 'string' ? new RegExp(`^(?:${pattern})$`) : undefined,
    ttlSeconds: Number(authorizerResultTtlInSeconds),
  };
}

function readSources(name: string, sources: unknown, header: unknown): string[] {
  const list = typeof sources === 'string' ? sources : `method.request.header.${String(header)}`;
  return list.split(',').map((source) => {
    const found = HEADER_SOURCE.exec(source.trim())?.[1];
    if (found === undefined) throw new Error(`${name}: identity source ${source} is not executed`);
    return found.toLowerCase();
  });
}

function isAuthorizer(scheme: unknown): boolean {
  return typeof scheme === 'object' && scheme !== null && `${EXTENSION}authorizer` in scheme;
}

function isApiKey(scheme: unknown): boolean {
  if (isAuthorizer(scheme) || typeof scheme !== 'object' || scheme === null) return false;
  const { type, name } = scheme as Json;
  return type === 'apiKey' && String(name).toLowerCase() === 'x-api-key';
}

function onlyExtensions(value: Json, known: string[], where: string): void {
  const unknown = Object.keys(value).find(
    (key) => key.startsWith(EXTENSION) && !known.includes(key.slice(EXTENSION.length)),
  );
  if (unknown !== undefined) throw new Error(`${unknown} of ${where} is not executed`);
}

function object(value: unknown, where: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw new Error(`${where} is not an object`);
}
