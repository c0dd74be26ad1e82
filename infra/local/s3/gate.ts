import type { IncomingMessage } from 'node:http';
import Account from '@20minutes/s3rver/lib/models/account.js';
import S3Error from '@20minutes/s3rver/lib/models/error.js';
import type { Iam } from '../iam/iam.ts';
import type { Bucket } from './buckets.ts';
import { type ObjectRequest, type Operation, readObjectRequest } from './object-request.ts';
import { accessDenied, refusal } from './refusal.ts';
import { readAccessKey } from './signed-request.ts';

/** What the gate asks. */
export interface GateParts {
  iam: Iam;
  region: string;
  bucketOf: (name: string) => Bucket | undefined;
  exists: (bucket: string, key: string) => Promise<boolean>;
}

const RIGHTS: Record<Operation, string> = {
  GetObject: 's3:GetObject',
  HeadObject: 's3:GetObject',
  PutObject: 's3:PutObject',
  DeleteObject: 's3:DeleteObject',
};

/** Asks every request who it is of and what that role may do, before s3rver verifies its signature and does it. */
export class Gate {
  readonly #parts: GateParts;
  readonly #account = new Account(0, 'roles');

  constructor(parts: GateParts) {
    this.#parts = parts;
  }

  /** Why a request may not pass; undefined for one that may. */
  async refuse(request: IncomingMessage): Promise<S3Error | undefined> {
    const accessKeyId = readAccessKey(request, this.#parts.region);
    if (accessKeyId instanceof S3Error) return accessKeyId;
    const secret = this.#parts.iam.secretOf(accessKeyId);
    if (secret === undefined)
      return refusal(403, 'InvalidAccessKeyId', 'The AWS Access Key Id does not exist in our records.');
    this.#account.createKeyPair(accessKeyId, secret);
    const asked = readObjectRequest(request);
    return asked instanceof S3Error ? asked : this.#refuseAccess(accessKeyId, asked);
  }

  async #refuseAccess(accessKeyId: string, asked: ObjectRequest): Promise<S3Error | undefined> {
    const { iam, bucketOf, exists } = this.#parts;
    const { operation, key } = asked;
    const bucket = bucketOf(asked.bucket);
    if (!bucket) return refusal(404, 'NoSuchBucket', 'The specified bucket does not exist');
    const may = (action: string, resource: string) => {
      if (iam.isAllowed(accessKeyId, action, resource)) return undefined;
      const user = `User: ${iam.roleName(accessKeyId)}`;
      return accessDenied(`${user} is not authorized to perform: ${action} on resource: ${resource}`);
    };
    const refused = may(RIGHTS[operation], `${bucket.arn}/${key}`);
    if (refused || RIGHTS[operation] !== 's3:GetObject' || (await exists(bucket.name, key))) return refused;
    // Only who may list a bucket is told that something is not in it.
    return may('s3:ListBucket', bucket.arn);
  }
}
