import { lambdaEnvironment } from '../lambda/environment.ts';
import type { Catalogue, Physical, ResolvedResource, Runtime } from '../runtime.ts';
import { onlyProperties, stableId, textOf } from './properties.ts';

interface FunctionProperties {
  Code: { S3Key?: string };
  Environment?: { Variables?: Record<string, string> };
  Handler: string;
  LoggingConfig?: { LogGroup?: string };
  MemorySize?: number;
  ReservedConcurrentExecutions?: number;
  Timeout?: number;
}

const EXECUTED = [
  'Code',
  'Environment',
  'FunctionName',
  'Handler',
  'LoggingConfig',
  'MemorySize',
  'ReservedConcurrentExecutions',
  'Role',
  'Runtime',
  'Timeout',
];
/** Of no effect on what the function does. */
const IGNORED = ['Architectures', 'Description', 'Tags'];

function provisionFunction(resource: ResolvedResource, runtime: Runtime): Physical {
  onlyProperties(resource, [...EXECUTED, ...IGNORED]);
  const properties = resource.properties as unknown as FunctionProperties;
  const { MemorySize: memoryMb = 128, Timeout: timeoutSeconds = 3, Handler: handler } = properties;
  const name =
    (resource.properties.FunctionName as string | undefined) ?? `${resource.stack}-${resource.logicalId}`;
  if (resource.properties.Runtime !== 'nodejs24.x')
    throw new Error('Only the runtime nodejs24.x is executed');
  const arn = `arn:aws:lambda:${runtime.region}:${runtime.account}:function:${name}`;
  const directory = runtime.asset(properties.Code.S3Key ?? '');
  const credentials = runtime.iam.issueKey(textOf(resource, 'Role'));
  const logGroup = properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`;
  const { region, endpointUrl: endpoint, s3Url: s3Endpoint } = runtime;
  runtime.lambda.define({
    name,
    arn,
    directory,
    handler,
    environment: lambdaEnvironment(properties.Environment?.Variables ?? {}, {
      functionName: name,
      handler,
      memoryMb,
      directory,
      logGroup,
      region,
      credentials,
      endpoint,
      s3Endpoint,
    }),
    timeoutSeconds,
    memoryMb,
    ...reservation(properties),
    logs: logWriter(name, logGroup, credentials.accessKeyId, runtime),
  });
  return { ref: name, attributes: { Arn: arn } };
}

function reservation({ ReservedConcurrentExecutions: most }: FunctionProperties) {
  return most === undefined ? {} : { reservedConcurrency: Number(most) };
}

/** Writes to the function's log if its role may; says so once if it may not, since AWS would lose the lines. */
function logWriter(
  name: string,
  logGroup: string,
  accessKeyId: string,
  runtime: Runtime,
): (line: string) => void {
  const stream = `arn:aws:logs:${runtime.region}:${runtime.account}:log-group:${logGroup}:log-stream:local`;
  let allowed: boolean | undefined;
  return (line) => {
    if (allowed === undefined) {
      allowed = ['logs:CreateLogStream', 'logs:PutLogEvents'].every((action) =>
        runtime.iam.isAllowed(accessKeyId, action, stream),
      );
      if (!allowed) console.error(`${name}: its role may not write to its log group ${logGroup}`);
    }
    if (allowed) runtime.log(name, line);
  };
}

/** A function's own policy: which service may call it, and on whose behalf. */
function provisionPermission(resource: ResolvedResource, runtime: Runtime): Physical {
  onlyProperties(resource, ['Action', 'FunctionName', 'Principal', 'SourceAccount', 'SourceArn']);
  const { Action, FunctionName, Principal, SourceAccount, SourceArn } = resource.properties;
  const named = String(FunctionName);
  const prefix = `arn:aws:lambda:${runtime.region}:${runtime.account}:function:`;
  const arn = named.startsWith('arn:') ? named : `${prefix}${named}`;
  const condition = {
    ...(SourceArn !== undefined && { ArnLike: { 'aws:SourceArn': SourceArn } }),
    ...(SourceAccount !== undefined && { StringEquals: { 'aws:SourceAccount': SourceAccount } }),
  };
  const statement = {
    Effect: 'Allow',
    Action,
    Principal: { Service: Principal },
    Resource: arn,
    Condition: condition,
  };
  runtime.iam.addResourcePolicy(arn, { Statement: [statement] });
  return { ref: stableId(resource, 12), attributes: {} };
}

/** Functions, and who may call them. */
export const lambdaCatalogue: Catalogue = {
  'AWS::Lambda::Function': {
    treatment: 'executed',
    reason: 'the asset itself runs in worker threads, under its own environment, role, time limit and memory',
    provision: provisionFunction,
  },
  'AWS::Lambda::Permission': {
    treatment: 'executed',
    reason: 'the gateway, the bus, the schedules and the user pools call only functions that permit it',
    provision: provisionPermission,
  },
};
