import { join } from 'node:path';
import { Addresses } from './addresses.ts';
import { AwsEndpoint, type Service } from './aws/endpoint.ts';
import { catalogue } from './catalogue.ts';
import { Closing } from './closing.ts';
import { DirectoryLock } from './data-directory.ts';
import { startDynamoDb } from './dynamodb/dynoxide.ts';
import { forwarder } from './dynamodb/forward.ts';
import { History } from './dynamodb/history.ts';
import { withRecovery } from './dynamodb/recovery.ts';
import { dynamoDbService } from './dynamodb/service.ts';
import { indexStreamRecords, Tables } from './dynamodb/tables.ts';
import { Checkpoints } from './events/checkpoints.ts';
import { EventBus } from './events/event-bus.ts';
import { EventSources } from './events/event-sources.ts';
import { EventStore } from './events/event-store.ts';
import { Queues } from './events/queues.ts';
import { Replays } from './events/replays.ts';
import { Schedules } from './events/schedules.ts';
import { clockErrorOf } from './faults/clock-error.ts';
import { Faults } from './faults/faults.ts';
import { FAULTS_PATH, serveFaults } from './faults/faults-tool.ts';
import { faultyBuckets } from './faults/faulty-buckets.ts';
import { faulty } from './faults/faulty-service.ts';
import { Gateway } from './gateway/gateway.ts';
import { readInvokePolicy } from './gateway/invoke-policy.ts';
import { EdgeServer } from './gateway/server.ts';
import { UsagePlans } from './gateway/usage-plans.ts';
import { Iam } from './iam/iam.ts';
import { admitOperator } from './iam/operator.ts';
import { ISSUER_PATH, Issuer } from './issuer/issuer.ts';
import { SigningKeys } from './kms/signing-keys.ts';
import { CUSTOM_RESOURCES_PATH, CustomResources } from './lambda/custom-resources.ts';
import type { Measurement } from './lambda/function.ts';
import { LambdaHost } from './lambda/host.ts';
import { invokeService } from './lambda/invoke-service.ts';
import { LogFiles } from './lambda/log-files.ts';
import type { Runtime } from './runtime.ts';
import { Buckets, type Handler } from './s3/buckets.ts';
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
  const services = await startServices(parts, closing);
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
  const place = { pid: process.pid, url, endpoint, region: REGION, logs: logs.directory };
  lock.announce({ ...place, operator: parts.operator, issuers: issuer.describe() });
  return { url, logs: logs.directory, close: () => closing.run() };
}

/** The parts that need nothing to be started. */
function edgeParts({ dataDir, clockShift, measured }: StartOptions, url: string, logs: LogFiles) {
  const log = (name: string, line: string) => logs.write(`${name}.log`, line);
  const measure = (call: Measurement) => logs.write('invocations.jsonl', JSON.stringify(call));
  const faults = new Faults();
  const lambda = new LambdaHost({
    clockShift,
    clockError: (functionName, soFar) => clockErrorOf(faults, functionName, soFar),
    ...(measured && { measure }),
  });
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
    faults,
    lambda,
    iam,
    operator: admitOperator(iam, ACCOUNT),
    usagePlans,
    gateway: new Gateway({ invoke, mayInvoke, readPolicy: readInvokePolicy, usagePlans }),
    issuer: new Issuer(join(dataDir, 'issuer'), url),
    customResources: new CustomResources(join(dataDir, 'custom-resources.json'), url, invoke),
    schedules: new Schedules(),
  };
}

/** Starts what functions call by the SDK, in parallel. */
async function startServices(parts: ReturnType<typeof edgeParts>, closing: Closing) {
  const { dataDir, iam } = parts;
  const endpoint = new AwsEndpoint();
  const store = new EventStore(join(dataDir, 'events.sqlite'));
  closing.add(() => store.close());
  const place = { region: REGION, account: ACCOUNT };
  const bus = new EventBus(store, { iam, ...place });
  const buckets = bucketsOf(parts, bus);
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
  const add = (name: string, service: Service) =>
    endpoint.add(name, faulty(name, service, faultyParts(parts)));
  const { databaseFile } = database;
  const history = historyOf(databaseFile, closing);
  const items = { iam, tables, forward, tableArn };
  add('dynamodb', withRecovery({ ...items, history }, dynamoDbService(items)));
  const arnOf = (kind: string, name: string) => `arn:aws:events:${REGION}:${ACCOUNT}:${kind}/${name}`;
  const replays = new Replays(bus, iam, arnOf);
  add('events', replays.service(bus.service()));
  add('kms', signingKeys.service());
  add('lambda', invokeService(parts.lambda, iam));
  add('secretsmanager', secrets.service());
  add('sqs', queues.service());
  const kept = { tables, history, databaseFile, secrets, signingKeys, queues, bus, replays, buckets };
  return { ...kept, forward, endpointUrl, s3Url };
}

function historyOf(databaseFile: string | undefined, closing: Closing): History | undefined {
  if (databaseFile === undefined) return undefined;
  const history = new History(databaseFile);
  closing.add(() => history.close());
  return history;
}

function bucketsOf(parts: ReturnType<typeof edgeParts>, bus: EventBus): Buckets {
  const { dataDir, iam, region, account } = parts;
  const between = (handle: Handler) => faultyBuckets(handle, faultyParts(parts));
  return new Buckets({ dataDir, iam, region, account, tell: (event) => bus.tell(event), between });
}

/** Whom what goes wrong befalls. */
function faultyParts({ faults, iam, lambda }: ReturnType<typeof edgeParts>) {
  return {
    faults,
    callerOf: (accessKeyId: string) => iam.roleName(accessKeyId),
    kill: (trace: string) => lambda.kill(trace),
  };
}

function eventSourcesOf(
  { dataDir, iam, faults, lambda }: ReturnType<typeof edgeParts>,
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
    faults,
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
  // What a function ended upon would come again only when its visibility timeout is over.
  server.mount(
    FAULTS_PATH,
    serveFaults(runtime.faults, () => runtime.eventSources.giveBack()),
  );
  server.mount(TOOLS_PATH, serveTools(runtime));
}

/** Lets everything begin that acts by itself, now that all of the template is there. */
function setGoing({ bus, schedules, eventSources, buckets, history }: Runtime, closing: Closing): void {
  bus.resume();
  closing.add(() => bus.close());
  schedules.add('rate(1 day)', () => buckets.expire());
  schedules.add('rate(1 day)', () => history?.expire());
  eventSources.start();
  closing.add(() => eventSources.close());
  schedules.start();
  closing.add(() => schedules.close());
}
