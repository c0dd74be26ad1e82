import type { IncomingMessage } from 'node:http';
import type S3Error from '@20minutes/s3rver/lib/models/error.js';
import { addressOf } from './object-request.ts';
import { accessDenied, refusal } from './refusal.ts';

interface Signature {
  credential: string;
  signedHeaders: string;
  /** `yyyyMMddTHHmmssZ` */
  date: string;
  /** The seconds for which a presigned URL is good; undefined of a signature in a header. */
  expires?: number;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const HEADER = /^AWS4-HMAC-SHA256 +Credential=([^, ]+), *SignedHeaders=([^, ]+), *Signature=[0-9a-f]{64}$/;
const LONG_DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** How far the clock of a caller may be off ("Authenticating requests" in the API reference of S3). */
const SKEW_MS = 15 * 60 * 1000;

/**
 * The access key that a request says it is signed with, by version 4, in a header or in its URL: whether it is, s3rver
 * finds out. Refuses what s3rver would let pass and S3 would not: no signature at all, one for another region, one of
 * another time, and headers that should have been signed.
 */
export function readAccessKey(request: IncomingMessage, region: string): string | S3Error {
  const signature = signatureIn(request);
  if (!signature) return accessDenied();
  const [accessKeyId = '', ...scope] = signature.credential.split('/');
  const day = signature.date.slice(0, 'yyyyMMdd'.length);
  if (scope.join('/') !== `${day}/${region}/s3/aws4_request`)
    return refusal(400, 'AuthorizationHeaderMalformed', `Credential should be scoped to s3 in '${region}'`);
  return refuseUntimely(signature) ?? refuseUnsigned(request, signature) ?? accessKeyId;
}

function signatureIn(request: IncomingMessage): Signature | undefined {
  const { headers } = request;
  const [, credential, signedHeaders] = HEADER.exec(headers.authorization ?? '') ?? [];
  if (credential && signedHeaders) {
    return { credential, signedHeaders, date: String(headers['x-amz-date']) };
  }
  const { query } = addressOf(request);
  if (query.get('X-Amz-Algorithm') !== ALGORITHM) return undefined;
  const given = (name: string) => query.get(`X-Amz-${name}`) ?? '';
  return {
    credential: given('Credential'),
    signedHeaders: given('SignedHeaders'),
    date: given('Date'),
    expires: Number(given('Expires')),
  };
}

/** A signature is good for a while from when it was made on, as far as clocks agree. One without a time never is. */
function refuseUntimely({ date, expires }: Signature): S3Error | undefined {
  const age = Date.now() - Date.parse(date.replace(LONG_DATE, '$1-$2-$3T$4:$5:$6Z'));
  const [early, late] = [age < -SKEW_MS, !(age <= (expires === undefined ? SKEW_MS : expires * 1000))];
  if (!early && !late) return undefined;
  if (expires !== undefined) return accessDenied(early ? 'Request is not valid yet' : 'Request has expired');
  const message = 'The difference between the request time and the current time is too large.';
  return refusal(403, 'RequestTimeTooSkewed', message);
}

function refuseUnsigned({ headers }: IncomingMessage, { signedHeaders }: Signature): S3Error | undefined {
  const signed = signedHeaders.split(';');
  const needed = Object.keys(headers).filter((name) => name === 'host' || name.startsWith('x-amz-'));
  return needed.every((name) => signed.includes(name))
    ? undefined
    : accessDenied('There were headers present in the request which were not signed');
}
