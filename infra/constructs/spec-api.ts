import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Aws, type RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  ApiDefinition,
  CfnStage,
  EndpointType,
  LogGroupLogDestination,
  MethodLoggingLevel,
  SpecRestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { ApiFunction } from './api-function.ts';
import { gatewayBody } from './gateway-body.ts';
import { GatewayLogRole } from './gateway-log-role.ts';

const definition = join(import.meta.dirname, '../../openapi/generated/gateway.json');

export interface SpecApiProps {
  readonly name: string;
  readonly authorizer: ApiFunction;
  /** The functions behind the routes, by the name that the contract's `x-function` gives them. */
  readonly rooms: ReadonlyMap<string, ApiFunction>;
  readonly key: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * What the access log says of a request. The route, not the path, and neither address nor user agent nor token:
 * nothing that could be personal. Gateway and function log the same request id.
 */
const accessLog = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTimeEpoch',
  method: '$context.httpMethod',
  route: '$context.resourcePath',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  partnerId: '$context.authorizer.partnerId',
  gatewayResponse: '$context.error.responseType',
});

const stageName = 'v1';

/** The REST API that the contract describes, at stage `v1`. */
export class SpecApi extends Construct {
  readonly api: SpecRestApi;

  constructor(scope: Construct, id: string, { name, authorizer, rooms, key, removalPolicy }: SpecApiProps) {
    super(scope, id);
    const functions = new Map([...rooms, ['authorizer', authorizer]]);
    const logs = { encryptionKey: key, retention: RetentionDays.ONE_YEAR, removalPolicy };
    this.api = new SpecRestApi(this, 'Api', {
      restApiName: name,
      apiDefinition: ApiDefinition.fromInline(
        gatewayBody(JSON.parse(readFileSync(definition, 'utf8')), functions),
      ),
      endpointTypes: [EndpointType.REGIONAL],
      cloudWatchRole: false,
      deployOptions: {
        stageName,
        accessLogDestination: new LogGroupLogDestination(new LogGroup(this, 'AccessLog', logs)),
        accessLogFormat: AccessLogFormat.custom(accessLog),
        loggingLevel: MethodLoggingLevel.ERROR,
        dataTraceEnabled: false,
        metricsEnabled: true,
      },
    });
    Validations.of(this.api).acknowledge({
      id: 'AwsSolutions-APIG2',
      reason:
        'The functions validate against the contract itself, in a dialect that the gateway does not speak.',
    });
    // The gateway would make this log group by itself, unencrypted and for ever.
    const executionLog = new LogGroup(this, 'ExecutionLog', {
      logGroupName: `API-Gateway-Execution-Logs_${this.api.restApiId}/${stageName}`,
      ...logs,
    });
    this.api.deploymentStage.node.addDependency(executionLog, new GatewayLogRole(this, 'LogRole'));
    for (const room of rooms.values()) this.mayInvoke(room, `${stageName}/*/*`);
    this.mayInvoke(authorizer, 'authorizers/*');
  }

  /** Where the stage answers. It does not wait for the stage, as CDK's own `url` would. */
  get url(): string {
    return `https://${this.api.restApiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}/${stageName}`;
  }

  /**
   * Tells the rooms what no environment can, since it hangs on the API, which hangs on them. They get it with each
   * request.
   */
  tell(variables: Readonly<Record<string, string>>): void {
    const { defaultChild } = this.api.deploymentStage.node;
    if (!(defaultChild instanceof CfnStage)) throw new Error('the API has no stage');
    defaultChild.variables = { ...variables };
  }

  private mayInvoke({ lambda }: ApiFunction, resourceName: string): void {
    lambda.addPermission('Gateway', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: Stack.of(this).formatArn({
        service: 'execute-api',
        resource: this.api.restApiId,
        resourceName,
      }),
    });
  }
}
