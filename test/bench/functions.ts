import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { bundling } from '../../infra/constructs/bundles.ts';
import type { LambdaFunction, Measurement } from '../../infra/local/lambda/function.ts';
import { LambdaHost } from '../../infra/local/lambda/host.ts';
import { CDK_OUT } from '../support/api.ts';
import { asset, temporaryDirectory } from '../support/directories.ts';
import { upcomingRequest } from '../support/risks.ts';
import { type Services, startServices } from '../support/services.ts';
import { median } from './median.ts';
import type { Stage } from './stage.ts';

const BUNDLES = join(CDK_OUT, 'bundles');
const FRESH_WORKERS = 9;
const WARM_UP = 1_000;
const COUNTED = 3_000;

/** What one createQuote costs in its function. CPU times in microseconds, of the function's own thread. */
export interface FunctionCost {
  cpuUs: number;
  /** Of that: the same transaction sent by the SDK alone, in a function of its own. */
  sdkCpuUs: number;
  outsideSdkUs: number;
  /** From a fresh worker to the first answer, in milliseconds, and the same of a handler that does nothing. */
  firstAnswerMs: number;
  emptyFirstAnswerMs: number;
}

/** Measures the quotes function in the Lambda host, on a database without anything else around. */
export async function measureFunction(stage: Stage): Promise<FunctionCost> {
  const services = await startServices();
  return measureWith(stage, services).finally(() => services.close());
}

async function measureWith({ database, transaction }: Stage, services: Services): Promise<FunctionCost> {
  const environment = {
    ...environmentOf(`http://${database.hostname}:${database.port}`, transaction),
    ...secretOf(services),
  };
  const quotes = { directory: join(BUNDLES, 'quotes'), environment, event: quoteEvent };
  const empty = {
    directory: asset('export const handler = async () => ({});'),
    environment,
    event: () => ({}),
  };
  const bare = {
    directory: bundleBare(),
    environment,
    event: (number: number) => ({ number: 1e12 + number }),
  };
  const cpuUs = await cpuOf(quotes);
  const sdkCpuUs = await cpuOf(bare);
  return {
    cpuUs,
    sdkCpuUs,
    outsideSdkUs: cpuUs - sdkCpuUs,
    firstAnswerMs: await firstAnswer(quotes),
    emptyFirstAnswerMs: await firstAnswer(empty),
  };
}

interface Subject {
  directory: string;
  environment: Record<string, string>;
  event: (number: number) => object;
}

/** Mean CPU time of a warm call. */
async function cpuOf(subject: Subject): Promise<number> {
  const calls: Measurement[] = [];
  const host = new LambdaHost({ measure: (call) => calls.push(call) });
  host.define(definitionOf(subject));
  for (let number = 0; number < WARM_UP + COUNTED; number++) await call(host, subject, number);
  await host.close();
  return calls.slice(WARM_UP).reduce((sum, { cpuUs }) => sum + cpuUs, 0) / COUNTED;
}

async function firstAnswer(subject: Subject): Promise<number> {
  const times: number[] = [];
  for (let worker = 0; worker < FRESH_WORKERS; worker++) {
    const host = new LambdaHost();
    host.define(definitionOf(subject));
    const start = performance.now();
    await call(host, subject, worker);
    times.push(performance.now() - start);
    await host.close();
  }
  return median(times);
}

async function call(host: LambdaHost, { event }: Subject, number: number): Promise<void> {
  const outcome = await host.invoke('subject', event(number));
  const status = 'payload' in outcome ? (outcome.payload as { statusCode?: number } | null)?.statusCode : 0;
  if (status !== undefined && status !== 201)
    throw new Error(`the function failed: ${JSON.stringify(outcome)}`);
}

function definitionOf({ directory, environment }: Subject): LambdaFunction {
  return {
    name: 'subject',
    arn: 'arn:aws:lambda:eu-central-1:000000000000:function:subject',
    directory,
    handler: 'index.handler',
    environment,
    timeoutSeconds: 15,
    memoryMb: 1024,
    reservedConcurrency: 1,
    logs: () => {},
  };
}

function environmentOf(endpoint: string, transaction: Stage['transaction']): Record<string, string> {
  const file = join(temporaryDirectory(), 'transaction.json');
  writeFileSync(file, JSON.stringify(transaction));
  const [quotes = '', ledger = '', vault = ''] = transaction.map(({ Put: put }) => put?.TableName);
  return {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_ENDPOINT_URL: endpoint,
    AWS_LAMBDA_FUNCTION_NAME: 'subject',
    QUOTES_TABLE: quotes,
    LEDGER_TABLE: ledger,
    VAULT_TABLE: vault,
    IDEMPOTENCY_TABLE: ledger,
    TRANSACTION: file,
    TZ: 'UTC',
  };
}

/** The master secret comes from a service of its own. */
function secretOf(services: Services): Record<string, string> {
  const secret = services.addSecret('bench');
  const { credentials, endpoint } = services.as(['secretsmanager:GetSecretValue', secret]);
  return {
    MASTER_SECRET: secret,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };
}

function bundleBare(): string {
  const directory = temporaryDirectory();
  const entry = { in: join(import.meta.dirname, 'bare-function.ts'), out: 'index' };
  buildSync({ ...bundling, entryPoints: [entry], outdir: directory });
  return directory;
}

/** A createQuote as the gateway hands it over. */
function quoteEvent(): object {
  return {
    resource: '/quotes',
    path: '/quotes',
    httpMethod: 'POST',
    headers: { 'content-type': 'application/json' },
    multiValueQueryStringParameters: null,
    pathParameters: null,
    body: Buffer.from(JSON.stringify(upcomingRequest())).toString('base64'),
    isBase64Encoded: true,
    requestContext: {
      requestId: crypto.randomUUID(),
      authorizer: {
        clientId: 'bench',
        partnerId: 'bench',
        kind: 'partner',
        scopes: 'quotes:write',
        exp: String(Math.ceil(Date.now() / 1000) + 3600),
      },
    },
  };
}
