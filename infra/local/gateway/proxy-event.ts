import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Exchange } from './exchange.ts';
import { requestTime } from './variables.ts';

/** Headers that concern one connection only, and those that the gateway sets itself. */
const NOT_PASSED_ON = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-amzn-trace-id',
  'x-forwarded-for',
  'x-forwarded-port',
  'x-forwarded-proto',
]);

/** What the gateway knows of the method called. */
export interface Called {
  resourcePath: string;
  pathParameters: Record<string, string>;
  /** The stage's; null where it has none. */
  stageVariables: Record<string, string> | null;
}

/**
 * The event of a Lambda proxy integration, version 1.0. Throws a URIError when the query string is not
 * percent-encoded text.
 */
export function proxyEvent(
  exchange: Exchange,
  called: Called,
  body: Buffer,
  binary: boolean,
): APIGatewayProxyEvent {
  const query = readQuery(exchange.query);
  const hasBody = body.length > 0;
  return {
    resource: called.resourcePath,
    path: exchange.path,
    httpMethod: exchange.method,
    ...readHeaders(exchange),
    queryStringParameters: query && lastOf(query),
    multiValueQueryStringParameters: query && Object.fromEntries(query),
    pathParameters: Object.keys(called.pathParameters).length > 0 ? called.pathParameters : null,
    stageVariables: called.stageVariables,
    requestContext: requestContext(exchange, called),
    body: hasBody ? body.toString(binary ? 'base64' : 'utf8') : null,
    isBase64Encoded: hasBody && binary,
  };
}

function readHeaders(exchange: Exchange): Pick<APIGatewayProxyEvent, 'headers' | 'multiValueHeaders'> {
  const all: [string, string[]][] = [];
  for (const [key, { name, values }] of exchange.headers) {
    if (!NOT_PASSED_ON.has(key)) all.push([name, values]);
  }
  const { remoteAddress = '', localPort } = exchange.request.socket;
  const forwardedFor = exchange.headers.get('x-forwarded-for')?.values ?? [];
  all.push(
    ['X-Forwarded-For', [[...forwardedFor, remoteAddress].join(', ')]],
    ['X-Forwarded-Port', [String(localPort)]],
    ['X-Forwarded-Proto', ['http']],
  );
  return { headers: lastOf(all), multiValueHeaders: Object.fromEntries(all) };
}

function lastOf(values: Iterable<[string, string[]]>): Record<string, string> {
  const last: [string, string][] = [];
  for (const [name, all] of values) last.push([name, all.at(-1) ?? '']);
  return Object.fromEntries(last);
}

/** Values by name, decoded; null without a query string. */
function readQuery(query: string): Map<string, string[]> | null {
  if (query === '') return null;
  const values = new Map<string, string[]>();
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const [name = '', ...rest] = pair.split('=');
    const key = decodeQuery(name);
    const value = decodeQuery(rest.join('='));
    const known = values.get(key);
    if (known) known.push(value);
    else values.set(key, [value]);
  }
  return values;
}

function decodeQuery(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

const NO_IDENTITY = {
  accessKey: null,
  accountId: null,
  caller: null,
  clientCert: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  user: null,
  userArn: null,
};

function requestContext(exchange: Exchange, called: Called): APIGatewayProxyEvent['requestContext'] {
  const domainName = exchange.headers.get('host')?.values[0] ?? '';
  return {
    accountId: '000000000000',
    apiId: exchange.apiId,
    authorizer: exchange.authorizer,
    domainName,
    domainPrefix: domainName.split('.', 1)[0],
    extendedRequestId: exchange.requestId,
    httpMethod: exchange.method,
    identity: {
      ...NO_IDENTITY,
      apiKey: null,
      apiKeyId: exchange.apiKeyId ?? null,
      sourceIp: exchange.request.socket.remoteAddress ?? '',
      userAgent: exchange.headers.get('user-agent')?.values[0] ?? null,
    },
    path: exchange.fullPath,
    protocol: `HTTP/${exchange.request.httpVersion}`,
    requestId: exchange.requestId,
    requestTime: requestTime(exchange.receivedAt),
    requestTimeEpoch: exchange.receivedAt,
    resourceId: called.resourcePath,
    resourcePath: called.resourcePath,
    stage: exchange.stage,
  };
}
