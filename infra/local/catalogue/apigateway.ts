import { readDefinition } from '../gateway/definition.ts';
import type { StageDefinition } from '../gateway/stage-definition.ts';
import { type QuotaPeriod, stageKey } from '../gateway/usage-plans.ts';
import type { Catalogue, Physical, Provision, ResolvedResource, Runtime } from '../runtime.ts';
import { onlyProperties, record, stableId, textOf } from './properties.ts';

const ID_LENGTH = 10;

function provisionApi(resource: ResolvedResource, { gateway, addresses, region, url }: Runtime): Physical {
  onlyProperties(resource, [
    'Body',
    'Description',
    'EndpointConfiguration',
    'FailOnWarnings',
    'Name',
    'Tags',
  ]);
  const apiId = stableId(resource, ID_LENGTH);
  gateway.define(apiId, readDefinition(resource.properties.Body));
  addresses.add(`https://${apiId}.execute-api.${region}.amazonaws.com`, url);
  return { ref: apiId, attributes: { RestApiId: apiId, RootResourceId: `${apiId}-root` } };
}

/** The role that API Gateway writes logs with; it must be allowed to. */
function provisionAccount(
  resource: ResolvedResource,
  { iam, gateway, log, region, account }: Runtime,
): Physical {
  onlyProperties(resource, ['CloudWatchRoleArn']);
  const { accessKeyId } = iam.issueKey(textOf(resource, 'CloudWatchRoleArn'), 'apigateway.amazonaws.com');
  gateway.logWith((logGroup, line) => {
    const stream = `arn:aws:logs:${region}:${account}:log-group:${logGroup}:log-stream:local`;
    if (iam.isAllowed(accessKeyId, 'logs:PutLogEvents', stream)) log(logGroup, line);
  });
  return { ref: stableId(resource, ID_LENGTH), attributes: {} };
}

interface MethodSetting {
  HttpMethod: string;
  ResourcePath: string;
  CachingEnabled?: boolean;
  ThrottlingRateLimit?: number;
  ThrottlingBurstLimit?: number;
}

function provisionStage(resource: ResolvedResource, runtime: Runtime): Physical {
  onlyProperties(resource, [
    'AccessLogSetting',
    'DeploymentId',
    'Description',
    'MethodSettings',
    'RestApiId',
    'StageName',
    'Tags',
    'TracingEnabled',
    'Variables',
  ]);
  const { gateway, region, account } = runtime;
  const apiId = textOf(resource, 'RestApiId');
  const name = textOf(resource, 'StageName');
  gateway.deploy({
    apiId,
    executionArn: `arn:aws:execute-api:${region}:${account}:${apiId}`,
    name,
    api: gateway.api(apiId),
    executionLog: (line) => gateway.writeLog(`API-Gateway-Execution-Logs_${apiId}/${name}`, line),
    ...variablesOf(resource),
    ...throttleOf(resource.properties.MethodSettings as MethodSetting[] | undefined),
    ...accessLogOf(resource, runtime),
  });
  return { ref: name, attributes: {} };
}

/** What API Gateway takes as the name and as the value of a variable. */
const VARIABLE = { name: /^\w+$/, value: /^[\w.~:/?#&=,-]+$/ };

function variablesOf({ properties }: ResolvedResource): Pick<StageDefinition, 'variables'> {
  if (properties.Variables === undefined) return {};
  const variables = Object.entries(record(properties, 'Variables')).map(([name, value]) => {
    const taken = typeof value === 'string' && VARIABLE.name.test(name) && VARIABLE.value.test(value);
    if (!taken) throw new Error(`API Gateway takes no stage variable ${name} of this value`);
    return [name, value] as const;
  });
  return { variables: Object.fromEntries(variables) };
}

function throttleOf(settings: MethodSetting[] = []): Pick<StageDefinition, 'throttle'> {
  const [all, ...others] = settings;
  if (!all) return {};
  const caching = all.CachingEnabled === true;
  if (others.length > 0 || all.HttpMethod !== '*' || all.ResourcePath !== '/*' || caching) {
    throw new Error('Only method settings for all methods, without caching, are executed');
  }
  const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = all;
  return rate === undefined || burst === undefined ? {} : { throttle: { rate, burst } };
}

function accessLogOf(resource: ResolvedResource, { gateway }: Runtime): Pick<StageDefinition, 'accessLog'> {
  const setting = resource.properties.AccessLogSetting as
    | { DestinationArn: string; Format: string }
    | undefined;
  if (!setting) return {};
  const logGroup = setting.DestinationArn.split(':')[6];
  if (logGroup === undefined)
    throw new Error(`Access logs go to log groups only, not ${setting.DestinationArn}`);
  const write = gateway.writeLog;
  return { accessLog: { format: setting.Format, write: (line) => write(logGroup, line) } };
}

interface PlanProperties {
  ApiStages?: { ApiId: string; Stage: string; Throttle?: object }[];
  Quota?: { Limit: number; Period: QuotaPeriod; Offset?: number };
  Throttle?: { RateLimit: number; BurstLimit: number };
}

function provisionPlan(resource: ResolvedResource, { usagePlans }: Runtime): Physical {
  onlyProperties(resource, ['ApiStages', 'Description', 'Quota', 'Tags', 'Throttle', 'UsagePlanName']);
  const { ApiStages: stages = [], Quota: quota, Throttle: throttle } = resource.properties as PlanProperties;
  if (quota?.Offset || stages.some((stage) => Object.keys(stage.Throttle ?? {}).length > 0)) {
    throw new Error('Offsets of quotas and throttles of single methods are not executed');
  }
  const id = stableId(resource, ID_LENGTH);
  usagePlans.addPlan({
    id,
    stages: stages.map(({ ApiId, Stage }) => stageKey(ApiId, Stage)),
    ...(throttle && { throttle: { rate: throttle.RateLimit, burst: throttle.BurstLimit } }),
    ...(quota && { quota: { limit: quota.Limit, period: quota.Period } }),
  });
  return { ref: id, attributes: { Id: id } };
}

function provisionKey(resource: ResolvedResource, { usagePlans }: Runtime): Physical {
  onlyProperties(resource, ['Description', 'Enabled', 'Name', 'Tags', 'Value']);
  const id = stableId(resource, ID_LENGTH);
  usagePlans.addKey({ id, value: textOf(resource, 'Value'), enabled: resource.properties.Enabled === true });
  return { ref: id, attributes: { APIKeyId: id } };
}

function provisionPlanKey(resource: ResolvedResource, { usagePlans }: Runtime): Physical {
  onlyProperties(resource, ['KeyId', 'KeyType', 'UsagePlanId']);
  usagePlans.attach(textOf(resource, 'UsagePlanId'), textOf(resource, 'KeyId'));
  const id = stableId(resource, ID_LENGTH);
  return { ref: id, attributes: { Id: id } };
}

function executed(reason: string, provision: Provision) {
  return { treatment: 'executed', reason, provision } as const;
}

/** The REST API and who may call it how often. */
export const apiGatewayCatalogue: Catalogue = {
  'AWS::ApiGateway::Account': executed('its role writes the logs', provisionAccount),
  'AWS::ApiGateway::ApiKey': executed('counts each caller apart', provisionKey),
  'AWS::ApiGateway::Deployment': {
    treatment: 'inert',
    reason: 'a snapshot of the API: here every start deploys what the template says',
    provision: (resource) => ({ ref: stableId(resource, ID_LENGTH), attributes: {} }),
  },
  'AWS::ApiGateway::RestApi': executed('the gateway serves its body', provisionApi),
  'AWS::ApiGateway::Stage': executed('the first segment of its paths', provisionStage),
  'AWS::ApiGateway::UsagePlan': executed('token buckets and quotas', provisionPlan),
  'AWS::ApiGateway::UsagePlanKey': executed('puts a key on a plan', provisionPlanKey),
};
