import { Arn, Stack, Validations } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Archive } from 'aws-cdk-lib/aws-events';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { ApiFunction } from './api-function.ts';

export interface OperatorPolicyProps {
  readonly stage: string;
  /** Tables that can be restored. */
  readonly tables: readonly Table[];
  /** Keys that encrypt them. */
  readonly keys: readonly IKey[];
  readonly queues: readonly IQueue[];
  readonly deadLetters: readonly IQueue[];
  readonly archive: Archive;
  /** What reads the ledger, and may be handed entries again. */
  readonly readers: readonly ApiFunction[];
}

/** What the tables are called that a stage's are restored as, before what is right in them is copied back. */
const restored = (stage: string) => `${stage}-restored-*`;

/** What DynamoDB does on somebody's behalf to a table that it restores, beside what the copying back takes. */
const FILLING = ['BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'];

/**
 * All that `npm run operate` takes. It is attached to nobody: whoever operates is given it
 * for as long as that takes, since it may write to every table that can be restored, the ledger among them. No right
 * is in it on where somebody drove.
 */
export class OperatorPolicy extends ManagedPolicy {
  constructor(scope: Construct, id: string, props: OperatorPolicyProps) {
    super(scope, id, {
      description: 'Partner API: restore, replay, redrive. Attach it for as long as that takes.',
    });
    this.see();
    this.restore(props);
    this.redrive(props);
    this.replay(props);
    const place = '<AWS::Region>:<AWS::AccountId>';
    const tables = `arn:<AWS::Partition>:dynamodb:${place}:table/${restored(props.stage)}`;
    for (const wild of ['*', tables, `arn:<AWS::Partition>:events:${place}:replay/*`]) {
      Validations.of(this).acknowledge({
        id: `AwsSolutions-IAM5[Resource::${wild}]`,
        reason: 'Lists know no resource; restored tables and replays are named as they are made.',
      });
    }
  }

  /** The calls that list. */
  private see(): void {
    this.may(['dynamodb:ListTables', 'events:ListArchives', 'events:ListRules', 'sqs:ListQueues'], ['*']);
  }

  private restore({ stage, tables, keys }: OperatorPolicyProps): void {
    const live = [
      'DescribeContinuousBackups',
      'DescribeTable',
      'PutItem',
      'RestoreTableToPointInTime',
      'Scan',
    ];
    this.may(
      live.map((action) => `dynamodb:${action}`),
      tables.map(({ tableArn }) => tableArn),
    );
    this.may(
      ['DescribeTable', 'DeleteTable', ...FILLING].map((action) => `dynamodb:${action}`),
      [this.arn('dynamodb', 'table', restored(stage))],
    );
    this.may(
      ['kms:CreateGrant', 'kms:DescribeKey'],
      keys.map(({ keyArn }) => keyArn),
    );
  }

  private redrive({ queues, deadLetters, readers }: OperatorPolicyProps): void {
    const taking = ['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'];
    this.may(
      taking.map((action) => `sqs:${action}`),
      deadLetters.map(({ queueArn }) => queueArn),
    );
    this.may(
      ['sqs:GetQueueAttributes', 'sqs:SendMessage'],
      queues.map(({ queueArn }) => queueArn),
    );
    this.may(
      ['lambda:InvokeFunction'],
      readers.map(({ lambda }) => lambda.functionArn),
    );
  }

  private replay({ archive }: OperatorPolicyProps): void {
    const replays = this.arn('events', 'replay', '*');
    this.may(['events:StartReplay'], [archive.archiveArn, replays]);
    this.may(['events:DescribeReplay'], [replays]);
  }

  private arn(service: string, resource: string, resourceName: string): string {
    return Arn.format({ service, resource, resourceName }, Stack.of(this));
  }

  private may(actions: readonly string[], resources: readonly string[]): void {
    this.addStatements(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }
}
