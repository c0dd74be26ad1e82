import { type Duration, type RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { bundleDirectory, type FunctionId } from './bundles.ts';
import { type DocumentBucket, type DocumentFolder, documentFolders } from './document-bucket.ts';

export interface ApiFunctionProps {
  readonly description: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeout: Duration;
  /** Megabytes; a function's share of a CPU grows with it. */
  readonly memory: number;
  /** How many of each function may run at once; `null` takes from what the account has left. */
  readonly concurrency: Readonly<Record<FunctionId, number | null>>;
  readonly key: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * A function with a role and a log group of its own. The role may write to that log group and nothing else,
 * until `reach`, `open`, `entrust` or `allow` says otherwise.
 */
export class ApiFunction extends Construct {
  readonly lambda: Lambda;
  readonly role: Role;

  constructor(scope: Construct, id: FunctionId, props: ApiFunctionProps) {
    super(scope, id);
    const { description, timeout, key, removalPolicy } = props;
    const concurrency = props.concurrency[id];
    const logGroup = new LogGroup(this, 'Logs', {
      encryptionKey: key,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy,
    });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn);
    this.lambda = new Lambda(this, 'Function', {
      description,
      timeout,
      memorySize: props.memory,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(bundleDirectory(this, id)),
      handler: 'index.handler',
      environment: { LOG_LEVEL: 'INFO', ...props.environment },
      role: this.role,
      logGroup,
      ...(concurrency !== null && { reservedConcurrentExecutions: concurrency }),
    });
  }

  /**
   * Tells the function a table's name, that of `Quotes` as `QUOTES_TABLE`, and grants exactly these operations on
   * it, e.g. `GetItem`, and queries of exactly these of its indexes.
   */
  reach(table: Table, operations: readonly string[], indexes: readonly string[] = []): void {
    this.lambda.addEnvironment(`${table.node.id.toUpperCase()}_TABLE`, table.tableName);
    if (operations.length > 0) {
      this.allow(
        operations.map((operation) => `dynamodb:${operation}`),
        table.tableArn,
      );
    }
    if (indexes.length > 0) {
      this.allow(['dynamodb:Query'], ...indexes.map((index) => `${table.tableArn}/index/${index}`));
    }
  }

  /**
   * Tells the function a bucket's name, that of `Documents` as `DOCUMENTS_BUCKET`, and grants exactly these operations
   * on what lies in each of its folders, e.g. `GetObject`.
   */
  open(bucket: DocumentBucket, folders: Readonly<Partial<Record<DocumentFolder, readonly string[]>>>): void {
    this.lambda.addEnvironment(`${bucket.node.id.toUpperCase()}_BUCKET`, bucket.bucketName);
    for (const folder of documentFolders) {
      const operations = folders[folder];
      if (operations) this.openFolder(bucket, folder, operations);
    }
  }

  /** Tells the function where a secret lies, that of `Master` as `MASTER_SECRET`, and lets it fetch what it says. */
  entrust(secret: Secret): void {
    this.lambda.addEnvironment(`${secret.node.id.toUpperCase()}_SECRET`, secret.secretArn);
    this.allow(['secretsmanager:GetSecretValue'], secret.secretArn);
  }

  /** Grants exactly these actions on exactly these resources. */
  allow(actions: string[], ...resources: string[]): void {
    this.role.addToPolicy(new PolicyStatement({ actions, resources }));
  }

  private openFolder(bucket: DocumentBucket, folder: DocumentFolder, operations: readonly string[]): void {
    const { arn, called } = bucket.filesIn(folder);
    this.allow(
      operations.map((operation) => `s3:${operation}`),
      arn,
    );
    Validations.of(this.role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${called}]`,
      reason:
        'Files are named by their claims: a folder is the narrowest that can be said of them beforehand.',
    });
  }
}
