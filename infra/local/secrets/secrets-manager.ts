import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessDenied, type Call, failure, type Service, type ServiceReply } from '../aws/endpoint.ts';
import type { Iam } from '../iam/iam.ts';
import { writePrivately } from '../private-file.ts';

interface Secret {
  arn: string;
  name: string;
  /** Where its value lies. */
  file: string;
}

/** A version of a secret has an id; here there is but one. */
const VERSION = '00000000-0000-4000-8000-000000000001';

/** Stands in for Secrets Manager: each secret is a file that only its owner reads, and never changes. */
export class SecretsManager {
  readonly #directory: string;
  readonly #iam: Iam;
  readonly #secrets: Secret[] = [];

  constructor(directory: string, iam: Iam) {
    this.#directory = directory;
    this.#iam = iam;
  }

  /** Makes a secret known; `make` gives its value where none is kept yet. */
  ensure(name: string, arn: string, make: () => string): void {
    const file = join(this.#directory, name);
    if (!existsSync(file)) writePrivately(file, make());
    this.#secrets.push({ arn, name, file });
  }

  /** The GetSecretValue of the Secrets Manager API. */
  service(): Service {
    return async (call) => {
      const { SecretId: id = '' } = JSON.parse(call.body.toString()) as { SecretId?: string };
      const secret = this.#secrets.find(({ arn, name }) => id === arn || id === name);
      const [action, arn] = [`secretsmanager:${call.action}`, secret?.arn ?? id];
      const allowed = call.action === 'GetSecretValue' && this.#iam.isAllowed(call.accessKeyId, action, arn);
      return allowed ? answerOf(call, secret) : accessDenied(this.#iam, call, action, arn);
    };
  }
}

function answerOf({ body }: Call, secret: Secret | undefined): ServiceReply {
  const { VersionId: version = VERSION, VersionStage: stage = 'AWSCURRENT' } = JSON.parse(body.toString());
  if (!secret || version !== VERSION || stage !== 'AWSCURRENT') {
    return failure(400, 'ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  }
  const { arn, name, file } = secret;
  const value = { ARN: arn, Name: name, SecretString: readFileSync(file, 'utf8') };
  return {
    status: 200,
    body: JSON.stringify({ ...value, VersionId: VERSION, VersionStages: ['AWSCURRENT'] }),
  };
}
