import { buildQueryString, HttpRequest } from '@smithy/core/protocols';
import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Instant } from './clock.ts';
import { optionalVariable, variable } from './env.ts';
import { defaultProvider } from './environment-credentials.ts';

/** What whoever has the address may do with a file, and nothing else. */
export interface Permitted {
  method: 'GET' | 'PUT';
  /** Where the file lies in the bucket: letters, digits, `_`, `-` and slashes. */
  key: string;
  /** What the request must carry to the letter, by names in lower case. */
  headers?: Readonly<Record<string, string>>;
  /** What the bucket shall say of the file in its answer, e.g. `response-content-disposition`. */
  query?: Readonly<Record<string, string>>;
}

/**
 * The address by which one request may be made to the bucket, as this function could make it itself, from an instant on
 * for so many seconds. Computed here, without asking the bucket, and the same each time. The SDK's client for S3 has this
 * too, but weighs as much as all the rest of a function.
 */
export async function presignedUrl(permitted: Permitted, from: Instant, seconds: number): Promise<string> {
  const place = placeOf(permitted.key);
  const { query = {} } = await signer().presign(requestFor(permitted, place), {
    signingDate: new Date(from),
    expiresIn: seconds,
    // A header that became a parameter would bind the address, but not what is sent to it.
    unhoistableHeaders: new Set(Object.keys(permitted.headers ?? {})),
  });
  return `${place}?${buildQueryString(query)}`;
}

/** Credentials change while a function lives: a signer is for one signature. */
function signer(): SignatureV4 {
  return new SignatureV4({
    service: 's3',
    region: variable('AWS_REGION'),
    credentials: defaultProvider(),
    sha256: Hash.bind(null, 'sha256'),
    // S3 wants both so: paths as they are, and no hash of a body that is yet to come.
    uriEscapePath: false,
    applyChecksum: false,
  });
}

function requestFor({ method, headers = {}, query = {} }: Permitted, place: URL): HttpRequest {
  const { protocol, hostname, host, pathname: path } = place;
  return new HttpRequest({
    method,
    protocol,
    hostname,
    path,
    query: { ...query },
    headers: { ...headers, host, 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD' },
  });
}

/** Under an endpoint that the environment names the bucket is the first part of the path, as no name leads to it. */
function placeOf(key: string): URL {
  const bucket = variable('DOCUMENTS_BUCKET');
  const endpoint = optionalVariable('AWS_ENDPOINT_URL_S3');
  return endpoint === undefined
    ? new URL(`/${key}`, `https://${bucket}.s3.${variable('AWS_REGION')}.amazonaws.com`)
    : new URL(`/${bucket}/${key}`, endpoint);
}
