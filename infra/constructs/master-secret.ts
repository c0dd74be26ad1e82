import { type RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';

/**
 * What every key that seals a personal value is derived from or wrapped by. CloudFormation has Secrets Manager make
 * it up once, and nobody ever sees it; what it unseals is lost with it.
 */
export class MasterSecret extends Secret {
  constructor(scope: Construct, id: string, props: { key: IKey; removalPolicy: RemovalPolicy }) {
    super(scope, id, {
      description: 'Partner API: unseals what is known of persons',
      encryptionKey: props.key,
      // 62 characters to choose from, 64 times: 381 bits.
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: props.removalPolicy,
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Every sealed value hangs on it: another secret would not protect what is there, but lose all of it.',
    });
  }
}
