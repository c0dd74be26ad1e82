import { isUtf8 } from 'node:buffer';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { OperationValidators, Validate } from '../../openapi/generated/validators/validators.ts';
import { Problem, type Violation } from '../platform/problem.ts';
import type { Call, Middleware } from './call.ts';
import { header } from './header.ts';

/** No operation needs more; what does (documents) goes to the bucket. */
const MAX_BODY_BYTES = 256 * 1024;

/** Enough to mend a form in one go, without a page of errors for a page of rubbish. */
const MAX_VIOLATIONS = 20;

/** The longest pointer that a problem shows. */
const MAX_POINTER = 500;

/** Validates path, query, headers and body against the contract; what passes is on the call, typed as stated. */
export function validate(validators: Record<string, OperationValidators>): Middleware {
  return {
    before({ event, context: { call } }) {
      const checks = validators[call.operation.operationId];
      if (!checks) throw new Error(`no validators for ${call.operation.operationId}`);
      call.path = readPath(event, checks.path);
      call.query = readQuery(event, checks.query);
      readHeaders(event, checks.headers, call);
      if (call.operation.body) call.body = isLeftOut(event, call) ? {} : readBody(event, checks);
    },
  };
}

/** An id that cannot exist is as unknown as one that does not. */
function readPath(event: APIGatewayProxyEvent, check: Validate | null): Record<string, string> {
  const path: Record<string, string> = Object.assign(Object.create(null), event.pathParameters);
  if (check && !check(path)) throw new Problem('not-found', 'There is nothing here by this name.');
  return path;
}

function readQuery(event: APIGatewayProxyEvent, check: Validate | null): Record<string, unknown> {
  // Without a prototype `__proto__` is a name like any other, and as unknown.
  const query: Record<string, unknown> = Object.create(null);
  for (const [name, values] of Object.entries(event.multiValueQueryStringParameters ?? {})) {
    query[name] = values && values.length > 1 ? values : values?.[0];
  }
  refuse('query', check, query);
  return query;
}

function readHeaders(event: APIGatewayProxyEvent, check: Validate | null, call: Call): void {
  const key = header(event, 'idempotency-key');
  const ifMatch = header(event, 'if-match');
  refuse('header', check, {
    ...(key !== undefined && { 'Idempotency-Key': key }),
    ...(ifMatch !== undefined && { 'If-Match': ifMatch }),
  });
  if (key !== undefined && call.operation.idempotency) call.idempotencyKey = key;
  if (key === undefined && call.operation.idempotency === 'required') {
    throw new Problem('idempotency-key-required', 'This operation needs the header Idempotency-Key.');
  }
  if (ifMatch !== undefined && call.operation.ifMatch) call.ifMatch = versionOf(ifMatch);
  if (ifMatch === undefined && call.operation.ifMatch === 'required') {
    throw new Problem('precondition-required', 'This operation needs the header If-Match.');
  }
}

/** The version in an entity tag such as `"3"`. Any other tag matches nothing, and so does `*`: say which version. */
function versionOf(entityTag: string): number {
  return Number(/^"(\d{1,9})"$/.exec(entityTag)?.[1] ?? -1);
}

/** Where a body may be left out, none at all says as much as an empty object. */
function isLeftOut({ body }: APIGatewayProxyEvent, { operation }: Call): boolean {
  return operation.body === 'optional' && !body;
}

function readBody(event: APIGatewayProxyEvent, { body: check, unpack }: OperationValidators): unknown {
  const type = header(event, 'content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new Problem('unsupported-media-type', 'The body must be application/json.');
  }
  const sent = event.body ?? '';
  const encoding = event.isBase64Encoded ? 'base64' : 'utf8';
  if (Buffer.byteLength(sent, encoding) > MAX_BODY_BYTES) {
    throw new Problem('payload-too-large', `The body is larger than ${MAX_BODY_BYTES} bytes.`);
  }
  const bytes = Buffer.from(sent, encoding);
  const body = parse(unpack ? unpack(bytes, header(event, 'content-encoding') ?? '') : bytes);
  refuse('body', check, body);
  return body;
}

/** The escape of half a letter. One without its other half could not be kept as it is. */
const HALF_LETTER = /\\ud[89a-f]/i;

function parse(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw malformed();
  const text = bytes.toString();
  try {
    return JSON.parse(text, HALF_LETTER.test(text) ? wholeLetters : undefined);
  } catch {
    throw malformed();
  }
}

function wholeLetters(_name: string, value: unknown): unknown {
  if (typeof value === 'string' && !value.isWellFormed()) throw malformed();
  return value;
}

const malformed = () => new Problem('malformed-json', 'The body is not well-formed JSON.');

function refuse(place: Violation['in'], check: Validate | null, data: unknown): void {
  if (!check || check(data)) return;
  const violations = (check.errors ?? []).slice(0, MAX_VIOLATIONS).map(
    ({ instancePath, message, keyword, params }): Violation => ({
      in: place,
      pointer: shown(keyword === 'required' ? `${instancePath}/${params.missingProperty}` : instancePath),
      detail: message ?? 'is not valid',
    }),
  );
  throw new Problem('validation-failed', 'The request does not fit the contract.', violations);
}

/** A place under a name that is too long to be shown is shown as what it is in. */
function shown(pointer: string): string {
  return pointer.length > MAX_POINTER ? shown(pointer.slice(0, pointer.lastIndexOf('/'))) : pointer;
}
