import { join } from 'node:path';
import { Addresses } from './addresses.ts';
import { AwsEndpoint } from './aws/endpoint.ts';
import { catalogue } from './catalogue.ts';
import { Closing } from './closing.ts';
import { DirectoryLock } from './data-directory.ts';
import { startDynamoDb } from './dynamodb/dynoxide.ts';
import { forwarder } from './dynamodb/forward.ts';
import { dynamoDbService } from './dynamodb/service.ts';
import { indexStreamRecords, Tables } from './dynamodb/tables.ts';
import { Checkpoints } from './events/checkpoints.ts';
import { EventBus } from './events/event-bus.ts';
import { EventSources } from './events/event-sources.ts';
import { EventStore } from './events/event-store.ts';
import { Queues } from './events/queues.ts';
import { Schedules } from './events/schedules.ts';
import { Gateway } from './gateway/gateway.ts';
import { readInvokePolicy } from './gateway/invoke-policy.ts';
import { EdgeServer } from './gateway/server.ts';
import { UsagePlans } from './gateway/usage-plans.ts';
import { Iam } from './iam/iam.ts';
import { ISSUER_PATH, Issuer } from './issuer/issuer.ts';
import { SigningKeys } from './kms/signing-keys.ts';
import { CUSTOM_RESOURCES_PATH, CustomResources } from './lambda/custom-resources.ts';
import type { Measurement } from './lambda/function.ts';
import { LambdaHost } from './lambda/host.ts';
import { LogFiles } from './lambda/log-files.ts';
import type { Runtime } from './runtime.ts';
import { Buckets } from './s3/buckets.ts';
import { SecretsManager } from './secrets/secrets-manager.ts';
import { loadAssembly } from './template/assembly.ts';
import { provision } from './template/provision.ts';
import { serveTools, TOOLS_PATH } from './tools.ts';

const REGION = 'eu-central-1';
const ACCOUNT = '000000000000';

export interface StartOptions {
  /** The synthesized app. */
  cdkOut: string;
  dataDir: string;
  /** 0 takes a free one. */
  port: number;
  /** How far the functions' clock runs ahead, in milliseconds. */
  clockShift: number;
  /** Whether to write each call of a function, with its CPU time, to `logs/invocations.jsonl`. */
  measured: boolean;
}

/** A runtime that serves. */
export interface Started {
  url: string;
  logs: string;
  /** Ends requests in progress, then everything else. */
  close(): Promise<void>;
}

/** Executes a synthesized app on this machine. Throws, with everything ended again, when that cannot be done. */
export async function startRuntime(options: StartOptions): Promise<Started> {
  const closing = new Closing();
  try {
    return await start(options, closing);
  } catch (error) {
    await closing.run();
    throw error;
  }
}

async function start(options: StartOptions, closing: Closing): Promise<Started> {
  const { dataDir, cdkOut } = options;
  const lock = new DirectoryLock(dataDir);
  closing.add(() => lock.release());
  const logs = new LogFiles(join(dataDir, 'logs'));
  closing.add(() => logs.close());
  const server = new EdgeServer();
  const url = `http://localhost:${await server.listen(options.port)}`;
  closing.add(() => server.close());

  const assembly = loadAssembly(cdkOut);
  const parts = edgeParts(options, url, logs);
  const services = await startServices(dataDir, parts.iam, closing);
  const eventSources = eventSourcesOf(parts, services, closing);
  closing.add(() => parts.lambda.close());
  const runtime: Runtime = {
    ...parts,
    ...services,
    eventSources,
    asset: (key: string) => assembly.assetDirectory(key),
  };
  mount(server, runtime);
  await provision(assembly, catalogue, runtime);
  await runtime.customResources.deleteMissing();
  if (services.databaseFile !== undefined) indexStreamRecords(services.databaseFile);
  setGoing(runtime, closing);

  server.fallTo((request, response) => runtime.gateway.serve(request, response));
  // Last to be added, first to be ended: what is in progress still finds everything else running.
  closing.add(() => server.close());
  const { issuer, endpointUrl: endpoint } = runtime;
  lock.announce({ pid: process.pid, url, endpoint, logs: logs.directory, issuers: issuer.describe() });
  return { url, logs: logs.directory, close: () => closing.run() };
}

/** The parts that need nothing to be started. */
function edgeParts({ dataDir, clockShift, measured }: StartOptions, url: string, logs: LogFiles) {
  const log = (name: string, line: string) => logs.write(`${name}.log`, line);
  const measure = (call: Measurement) => logs.write('invocations.jsonl', JSON.stringify(call));
  const lambda = new LambdaHost({ clockShift, ...(measured && { measure }) });
  const invoke = (functionArn: string, event: unknown) => lambda.invoke(functionArn, event);
  const iam = new Iam();
  const usagePlans = new UsagePlans();
  const mayInvoke = (functionArn: string, sourceArn: string) =>
    iam.isServiceAllowed('apigateway.amazonaws.com', 'lambda:InvokeFunction', functionArn, {
      'aws:SourceArn': sourceArn,
    });
  return {
    dataDir,
    url,
    addresses: new Addresses(),
    region: REGION,
    account: ACCOUNT,
    log,
    lambda,
    iam,
    usagePlans,
    gateway: new Gateway({ invoke, mayInvoke, readPolicy: readInvokePolicy, usagePlans }),
    issuer: new Issuer(join(dataDir, 'issuer'), url),
    customResources: new CustomResources(join(dataDir, 'custom-resources.json'), url, invoke),
    schedules: new Schedules(),
  };
}

/** Starts what functions call by the SDK, in parallel. */
async function startServices(dataDir: string, iam: Iam, closing: Closing) {
  const endpoint = new AwsEndpoint();
  const store = new EventStore(join(dataDir, 'events.sqlite'));
  closing.add(() => store.close());
  const place = { region: REGION, account: ACCOUNT };
  const bus = new EventBus(store, { iam, ...place });
  const buckets = new Buckets({ dataDir, iam, ...place, tell: (event) => bus.tell(event) });
  const [database, queues, endpointUrl, s3Url] = await Promise.all([
    closing.start(startDynamoDb(dataDir), (started) => started.close()),
    closing.start(Queues.start(dataDir, iam, REGION), (started) => started.close()),
    closing.start(endpoint.listen(), () => endpoint.close()),
    closing.start(buckets.listen(), () => buckets.close()),
  ]);
  const forward = forwarder(database);
  const tables = new Tables(forward);
  const secrets = new SecretsManager(join(dataDir, 'secrets'), iam);
  const signingKeys = new SigningKeys(join(dataDir, 'keys'), iam);
  const tableArn = (name: string) => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${name}`;
  endpoint.add('dynamodb', dynamoDbService({ iam, tables, forward, tableArn }));
  endpoint.add('events', bus.service());
  endpoint.add('kms', signingKeys.service());
  endpoint.add('secretsmanager', secrets.service());
  endpoint.add('sqs', queues.service());
  const { databaseFile } = database;
  return { tables, secrets, signingKeys, queues, bus, buckets, forward, endpointUrl, s3Url, databaseFile };
}

function eventSourcesOf(
  { dataDir, iam, lambda }: ReturnType<typeof edgeParts>,
  { forward, tables, queues }: Awaited<ReturnType<typeof startServices>>,
  closing: Closing,
): EventSources {
  const checkpoints = new Checkpoints(join(dataDir, 'checkpoints.sqlite'));
  closing.add(() => checkpoints.close());
  return new EventSources({
    iam,
    forward,
    tables,
    checkpoints,
    queues,
    invoke: (functionArn, event) => lambda.invoke(functionArn, event),
    accessKeyOf: (functionArn) => lambda.find(functionArn).environment.AWS_ACCESS_KEY_ID ?? '',
    timeoutSecondsOf: (functionArn) => lambda.find(functionArn).timeoutSeconds,
  });
}

function mount(server: EdgeServer, runtime: Runtime): void {
  server.mount(CUSTOM_RESOURCES_PATH, (request, response) =>
    runtime.customResources.serve(request, response),
  );
  server.mount(ISSUER_PATH, (request, response) => runtime.issuer.serve(request, response));
  server.mount(TOOLS_PATH, serveTools(runtime));
}

/** Lets everything begin that acts by itself, now that all of the template is there. */
function setGoing({ bus, schedules, eventSources, buckets }: Runtime, closing: Closing): void {
  bus.resume();
  closing.add(() => bus.close());
  schedules.add('rate(1 day)', () => buckets.expire());
  eventSources.start();
  closing.add(() => eventSources.close());
  schedules.start();
  closing.add(() => schedules.close());
}
