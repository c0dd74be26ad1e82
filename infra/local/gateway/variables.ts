import type { Exchange } from './exchange.ts';

type Read = (exchange: Exchange) => string | number | undefined;

/** Renders a compiled template. */
export type Render = (exchange: Exchange) => string;

/** The `$context` variables, under the service's names. `path` and `identity` are there; who logs them decides. */
const context: Record<string, Read> = {
  accountId: () => '000000000000',
  apiId: (it) => it.apiId,
  domainName: (it) => it.headers.get('host')?.values[0],
  'error.message': (it) => it.error?.message,
  'error.messageString': (it) => it.error && JSON.stringify(it.error.message),
  'error.responseType': (it) => it.error?.type,
  extendedRequestId: (it) => it.requestId,
  httpMethod: (it) => it.method,
  'identity.apiKeyId': (it) => it.apiKeyId,
  'identity.sourceIp': (it) => it.request.socket.remoteAddress,
  'identity.userAgent': (it) => it.headers.get('user-agent')?.values[0],
  integrationLatency: (it) => it.integrationLatency,
  'integration.latency': (it) => it.integrationLatency,
  'integration.status': (it) => it.integrationStatus,
  integrationStatus: (it) => it.integrationStatus,
  path: (it) => it.fullPath,
  protocol: (it) => `HTTP/${it.request.httpVersion}`,
  requestId: (it) => it.requestId,
  requestTime: (it) => requestTime(it.receivedAt),
  requestTimeEpoch: (it) => it.receivedAt,
  resourcePath: (it) => it.resourcePath,
  responseLatency: (it) => Math.round(performance.now() - it.startedAt),
  responseLength: (it) => it.responseLength,
  stage: (it) => it.stage,
  status: (it) => it.status,
};

const AUTHORIZER = 'authorizer.';
const VARIABLE = /\$(?:context\.([A-Za-z]\w*(?:\.\w+)*))?/g;

/** The reader of one `$context` variable. Throws when there is no such variable. */
export function contextVariable(name: string): Read {
  const read = context[name];
  if (read) return read;
  if (!name.startsWith(AUTHORIZER)) throw new Error(`Unknown variable $context.${name}`);
  const property = name.slice(AUTHORIZER.length);
  return (exchange) => exchange.authorizer?.[property];
}

/**
 * Compiles a template with `$context` variables. `absent` stands for a variable without a value. With `quoted`,
 * values are escaped for a JSON string. Throws on any other `$` reference, which would not be filled in.
 */
export function compileTemplate(template: string, absent: string, quoted: boolean): Render {
  const parts: (string | Read)[] = [];
  let end = 0;
  for (const match of template.matchAll(VARIABLE)) {
    if (match[1] === undefined) throw new Error(`Not a $context variable: ${template.slice(match.index)}`);
    parts.push(template.slice(end, match.index), contextVariable(match[1]));
    end = match.index + match[0].length;
  }
  parts.push(template.slice(end));
  return (exchange) => {
    let text = '';
    for (const part of parts) {
      if (typeof part === 'string') text += part;
      else text += valueText(part(exchange), absent, quoted);
    }
    return text;
  };
}

function valueText(value: string | number | undefined, absent: string, quoted: boolean): string {
  if (value === undefined) return absent;
  if (typeof value === 'number' || !quoted) return String(value);
  return JSON.stringify(value).slice(1, -1);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** An instant in the common log format, `21/Nov/2026:08:01:00 +0000`. */
export function requestTime(instant: number): string {
  const [date = '', time = ''] = new Date(instant).toISOString().split('T');
  const [year, month, day] = date.split('-');
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${time.slice(0, 8)} +0000`;
}
