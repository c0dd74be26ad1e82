import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type S3Error from '@20minutes/s3rver/lib/models/error.js';
import { notImplemented, refusal } from './refusal.ts';

/** The operations that are offered: they act on one object, as a whole or on a range of it. */
export type Operation = 'GetObject' | 'HeadObject' | 'PutObject' | 'DeleteObject';

/** What a request asks for. */
export interface ObjectRequest {
  operation: Operation;
  bucket: string;
  key: string;
}

const OPERATIONS: Record<string, Operation> = {
  GET: 'GetObject',
  HEAD: 'HeadObject',
  PUT: 'PutObject',
  DELETE: 'DeleteObject',
};

/** Parameters of a URL beside headers that moved there: the SDK's name of the operation, what to say in an answer. */
const PARAMETER = /^(x-id|response-[a-z-]+|x-amz-(algorithm|credential|expires|signature|signedheaders))$/;

/** Headers of S3's own that are done as they say. How an object is encrypted at rest is not to be seen from here. */
const HEADER =
  /^x-amz-(checksum-(crc32|mode|sha1|sha256)|content-sha256|date|meta-.+|sdk-checksum-algorithm|server-side-encryption(-aws-kms-key-id|-bucket-key-enabled)?|user-agent)$/;

/** Conditions that are done as they say, by the operation; another one would be passed over. */
const CONDITIONS: Record<Operation, (name: string, value: string) => boolean> = {
  GetObject: (name) => ['if-none-match', 'if-modified-since'].includes(name),
  HeadObject: (name) => ['if-none-match', 'if-modified-since'].includes(name),
  PutObject: (name, value) => name === 'if-none-match' && value === '*',
  DeleteObject: () => false,
};

/** Reads what a request asks for; whatever S3 would do and this machine does not is refused. */
export function readObjectRequest(request: IncomingMessage): ObjectRequest | S3Error {
  const { pathname, query } = addressOf(request);
  const operation = OPERATIONS[request.method ?? ''];
  const [, bucket, key] = /^\/([^/]+)\/(.+)$/s.exec(decoded(pathname)) ?? [];
  if (!operation || !bucket || !key) return notImplemented('The method on this resource');
  // A key is a path below the bucket's directory.
  if (key.split('/').some((part) => ['', '.', '..'].includes(part)))
    return refusal(400, 'InvalidURI', "Couldn't parse the specified URI.");
  const parameter = [...query.keys()].find((name) => !isKnown(name.toLowerCase()));
  if (parameter !== undefined) return notImplemented(`The parameter ${parameter}`);
  return refuseHeaders(operation, request.headers) ?? { operation, bucket, key };
}

function isKnown(parameter: string): boolean {
  return PARAMETER.test(parameter) || HEADER.test(parameter);
}

/** The path of a request as it was sent, which `URL` would make shorter, and its parameters. */
export function addressOf({ url = '/' }: IncomingMessage): { pathname: string; query: URLSearchParams } {
  const [pathname = '/', ...search] = url.split('?');
  return { pathname, query: new URLSearchParams(search.join('?')) };
}

function refuseHeaders(operation: Operation, headers: IncomingHttpHeaders): S3Error | undefined {
  const passedOver = Object.keys(headers).find((name) => {
    if (name.startsWith('if-')) return !CONDITIONS[operation](name, String(headers[name]));
    return name.startsWith('x-amz-') && !HEADER.test(name);
  });
  if (passedOver !== undefined) return notImplemented(`The header ${passedOver}`);
  if (String(headers['x-amz-content-sha256']).startsWith('STREAMING-'))
    return notImplemented('A body in chunks');
  if (operation !== 'PutObject' || headers['content-length'] !== undefined) return undefined;
  return refusal(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
}

/** A path without its escapes; empty when one of them is none. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return '';
  }
}
