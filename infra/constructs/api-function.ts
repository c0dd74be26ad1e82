import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { bundleDirectory, type FunctionId } from './bundles.ts';

export interface ApiFunctionProps {
  readonly description: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeout: Duration;
  /** Megabytes; a function's share of a CPU grows with it. */
  readonly memory: number;
  /** How many may run at once; `null` takes from what the account has left. */
  readonly concurrency: number | null;
  readonly key: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * A function with a role and a log group of its own. The role may write to that log group and nothing else,
 * until `allow` says otherwise.
 */
export class ApiFunction extends Construct {
  readonly lambda: Lambda;
  readonly role: Role;

  constructor(scope: Construct, id: FunctionId, props: ApiFunctionProps) {
    super(scope, id);
    const { description, timeout, concurrency, key, removalPolicy } = props;
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

  /** Grants exactly these actions on exactly these resources. */
  allow(actions: string[], ...resources: string[]): void {
    this.role.addToPolicy(new PolicyStatement({ actions, resources }));
  }
}
