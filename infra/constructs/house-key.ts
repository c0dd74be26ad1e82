import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { KeyProps } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { cryptography, ServiceKey } from './service-key.ts';

const logGroups = `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:*`;

/** The key of everything at rest that is nobody's personal data: tables, logs, alarms. */
export class HouseKey extends ServiceKey {
  constructor(scope: Construct, id: string, props: Pick<KeyProps, 'removalPolicy'>) {
    super(scope, id, { ...props, description: 'Partner API: tables, logs, alarms', services: ['dynamodb'] });
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
