import S3Error from '@20minutes/s3rver/lib/models/error.js';

/** A refusal in S3's words ("Error responses" in its API reference), with its HTTP status. */
export function refusal(status: number, code: string, message: string): S3Error {
  // s3rver does not know every code, and makes of those a failure of its own.
  return Object.assign(new S3Error(code, message), { status });
}

/** What S3 says to whoever lacks a right, and to whoever asks in a way that it does not let pass. */
export function accessDenied(message = 'Access Denied'): S3Error {
  return refusal(403, 'AccessDenied', message);
}

/** What S3 would do and this machine does not. */
export function notImplemented(what: string): S3Error {
  return refusal(501, 'NotImplemented', `${what} implies functionality that is not implemented`);
}
