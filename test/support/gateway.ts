import { readDefinition } from '../../infra/local/gateway/definition.ts';
import { Gateway } from '../../infra/local/gateway/gateway.ts';
import { readInvokePolicy } from '../../infra/local/gateway/invoke-policy.ts';
import { EdgeServer } from '../../infra/local/gateway/server.ts';
import { type ApiKey, stageKey, type UsagePlan, UsagePlans } from '../../infra/local/gateway/usage-plans.ts';
import { LambdaHost } from '../../infra/local/lambda/host.ts';
import { asset } from './directories.ts';
import { leaveUnvalidated } from './validated-fetch.ts';

const REGION = 'eu-central-1:000000000000';
const EXECUTION_ARN = `arn:aws:execute-api:${REGION}:api1`;

export const functionArn = (name: string) => `arn:aws:lambda:${REGION}:function:${name}`;

/** How OpenAPI bodies address a function. */
export const functionUri = (name: string) =>
  `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${functionArn(name)}/invocations`;

export const integration = (name: string, over: object = {}) => ({
  'x-amazon-apigateway-integration': {
    type: 'aws_proxy',
    httpMethod: 'POST',
    uri: functionUri(name),
    ...over,
  },
});

export interface Fixture {
  /** The API's OpenAPI body. */
  body: object;
  /** Handler modules by function name. */
  functions: Record<string, string>;
  throttle?: { rate: number; burst: number };
  accessLogFormat?: string;
  variables?: Record<string, string>;
  plans?: (Omit<UsagePlan, 'id' | 'stages'> & { keys: Omit<ApiKey, 'id'>[] })[];
  mayInvoke?: (functionArn: string, sourceArn: string) => boolean;
}

/** One API at stage `v1` on a free port, with real functions behind it. Gone when the test ends. */
export async function startGateway(fixture: Fixture) {
  const host = new LambdaHost();
  const logs = { functions: [] as string[], access: [] as string[], execution: [] as string[] };
  for (const [name, source] of Object.entries(fixture.functions)) {
    host.define({
      name,
      arn: functionArn(name),
      directory: asset(source),
      handler: 'index.handler',
      environment: {},
      timeoutSeconds: 2,
      memoryMb: 128,
      logs: (line) => logs.functions.push(line),
    });
  }
  const usagePlans = usagePlansOf(fixture);
  const gateway = new Gateway({
    invoke: (arn, event) => host.invoke(arn, event),
    mayInvoke: fixture.mayInvoke ?? (() => true),
    readPolicy: readInvokePolicy,
    usagePlans,
  });
  gateway.deploy({
    apiId: 'api1',
    executionArn: EXECUTION_ARN,
    name: 'v1',
    api: readDefinition(fixture.body),
    ...(fixture.variables && { variables: fixture.variables }),
    ...(fixture.throttle && { throttle: fixture.throttle }),
    ...(fixture.accessLogFormat && {
      accessLog: { format: fixture.accessLogFormat, write: (line: string) => logs.access.push(line) },
    }),
    executionLog: (line) => logs.execution.push(line),
  });
  const server = new EdgeServer();
  server.fallTo((request, response) => gateway.serve(request, response));
  const port = await server.listen(0);
  leaveUnvalidated(`http://localhost:${port}`, 'an API of the test’s own, with routes of its own');
  const close = async () => {
    await server.close();
    await host.close();
  };
  return { port, url: `http://localhost:${port}/v1`, logs, close };
}

function usagePlansOf(fixture: Fixture): UsagePlans {
  const plans = new UsagePlans();
  for (const [number, { keys, ...plan }] of (fixture.plans ?? []).entries()) {
    const id = `plan${number}`;
    plans.addPlan({ id, stages: [stageKey('api1', 'v1')], ...plan });
    for (const key of keys) {
      plans.addKey({ id: `id-of-${key.value}`, ...key });
      plans.attach(id, `id-of-${key.value}`);
    }
  }
  return plans;
}
