import { buildQueryString, HttpRequest } from '@smithy/core/protocols';
import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import { REGION } from './services.ts';

/** What an address is signed for. */
export interface Signed {
  method: 'GET' | 'HEAD' | 'PUT' | 'DELETE' | 'POST';
  /** Of the path: `/<bucket>/<key>`, escaped as it goes over the wire. */
  path: string;
  headers?: Record<string, string>;
  query?: Record<string, string>;
  signingDate?: Date;
  expiresIn?: number;
}

/** Who signs, and where S3 is. */
export interface Signer {
  credentials: { accessKeyId: string; secretAccessKey: string };
  s3Url: string;
  region?: string;
}

/** An address that the SDK's signer signed, for whoever has it. */
export async function presigned(signer: Signer, signed: Signed): Promise<string> {
  const { method, path, headers = {}, query = {}, signingDate = new Date(), expiresIn = 900 } = signed;
  const { protocol, hostname, host } = new URL(signer.s3Url);
  // As the SDK's own presigner says it, since the body is yet to come.
  const unsigned = { 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD' };
  const all = { ...headers, ...unsigned, host };
  const request = new HttpRequest({ method, protocol, hostname, path, query, headers: all });
  const { credentials, region = REGION } = signer;
  const signature = new SignatureV4({
    service: 's3',
    region,
    credentials,
    sha256: Hash.bind(null, 'sha256'),
    uriEscapePath: false,
    applyChecksum: false,
  });
  const answer = await signature.presign(request, {
    signingDate,
    expiresIn,
    unhoistableHeaders: new Set(Object.keys(headers)),
  });
  return `${signer.s3Url}${path}?${buildQueryString(answer.query ?? {})}`;
}
