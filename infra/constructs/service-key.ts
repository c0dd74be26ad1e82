import { Aws } from 'aws-cdk-lib';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key, type KeyProps } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/** What a service does with a key on somebody's behalf. */
export const cryptography = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncrypt*',
  'kms:GenerateDataKey*',
  'kms:DescribeKey',
];

export interface ServiceKeyProps extends Pick<KeyProps, 'description' | 'removalPolicy'> {
  /** The services that use it for whom they let in, e.g. `dynamodb`. */
  readonly services: readonly string[];
}

/**
 * A customer-managed key that is used by way of services only. Its policy names them, so that no role carries a
 * permission on the key itself: who may read a table may have it decrypted, by way of DynamoDB.
 */
export class ServiceKey extends Key {
  constructor(scope: Construct, id: string, { services, ...props }: ServiceKeyProps) {
    super(scope, id, { ...props, enableKeyRotation: true });
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'ByWayOfServices',
        principals: [new AnyPrincipal()],
        actions: cryptography,
        resources: ['*'],
        conditions: {
          StringEquals: {
            'kms:CallerAccount': Aws.ACCOUNT_ID,
            'kms:ViaService': services.map((service) => `${service}.${Aws.REGION}.amazonaws.com`),
          },
        },
      }),
    );
  }
}
