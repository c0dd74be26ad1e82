import { Aws } from 'aws-cdk-lib';
import { AnyPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key, type KeyProps } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

const cryptography = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncrypt*',
  'kms:GenerateDataKey*',
  'kms:DescribeKey',
];
const logGroups = `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:*`;

/**
 * The customer-managed key of everything at rest: tables, logs, alarms. Its policy names who may use it and
 * through which service, so that no role carries a permission on the key itself: who may read a table may have
 * it decrypted, by way of DynamoDB only.
 */
export class HouseKey extends Key {
  constructor(scope: Construct, id: string, props: Pick<KeyProps, 'removalPolicy'>) {
    super(scope, id, { ...props, enableKeyRotation: true, description: 'Partner API: tables, logs, alarms' });
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'WhoMayReadATable',
        principals: [new AnyPrincipal()],
        actions: cryptography,
        resources: ['*'],
        conditions: {
          StringEquals: {
            'kms:CallerAccount': Aws.ACCOUNT_ID,
            'kms:ViaService': `dynamodb.${Aws.REGION}.amazonaws.com`,
          },
        },
      }),
    );
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'Logs',
        principals: [new ServicePrincipal(`logs.${Aws.REGION}.amazonaws.com`)],
        actions: cryptography,
        resources: ['*'],
        conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logGroups } },
      }),
    );
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'Alarms',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
  }
}
