import type { Answer } from './gateway-responses.ts';

/** Headers that a function cannot set: the gateway passes them on under another name. */
const REMAPPED = new Set([
  'authorization',
  'content-md5',
  'date',
  'host',
  'server',
  'user-agent',
  'www-authenticate',
]);
/** Headers that the connection decides on. */
const DROPPED = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * Reads what a function answered. `acceptsBinary`: whether a body in base64 is to be decoded. Throws a TypeError
 * when the gateway cannot make an HTTP response of it.
 */
export function readProxyAnswer(payload: unknown, acceptsBinary: () => boolean): Answer {
  if (typeof payload !== 'object' || payload === null) throw new TypeError('The answer is not an object');
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = payload as Record<
    string,
    unknown
  >;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw new TypeError('The answer has no status code');
  if (typeof body !== 'string' && body !== undefined && body !== null)
    throw new TypeError('The body is not text');
  return {
    status,
    headers: readHeaders(headers, multiValueHeaders),
    body: isBase64Encoded === true && acceptsBinary() ? Buffer.from(body ?? '', 'base64') : (body ?? ''),
  };
}

function readHeaders(single: unknown, multiple: unknown): string[] {
  const list: string[] = [];
  let typed = false;
  const lists = Object.entries((multiple ?? {}) as Record<string, unknown[]>);
  const named = new Set(lists.map(([name]) => name.toLowerCase()));
  const all = Object.entries((single ?? {}) as Record<string, unknown>).filter(
    ([name]) => !named.has(name.toLowerCase()),
  );
  for (const [name, value] of [...all.map(([key, one]) => [key, [one]] as const), ...lists]) {
    const key = name.toLowerCase();
    typed ||= key === 'content-type';
    if (!DROPPED.has(key)) addHeader(list, REMAPPED.has(key) ? `x-amzn-Remapped-${name}` : name, value);
  }
  if (!typed) list.push('Content-Type', 'application/json');
  return list;
}

function addHeader(list: string[], name: string, values: readonly unknown[]): void {
  for (const value of values) {
    const text = String(value);
    if (!TOKEN.test(name) || !FIELD_VALUE.test(text)) throw new TypeError(`Header ${name} cannot be sent`);
    list.push(name, text);
  }
}
