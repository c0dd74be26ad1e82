import { join } from 'node:path';
import { AwsEndpoint, type Service } from '../../infra/local/aws/endpoint.ts';
import { startDynamoDb } from '../../infra/local/dynamodb/dynoxide.ts';
import { type Forward, forwarder } from '../../infra/local/dynamodb/forward.ts';
import { History } from '../../infra/local/dynamodb/history.ts';
import { withRecovery } from '../../infra/local/dynamodb/recovery.ts';
import { dynamoDbService } from '../../infra/local/dynamodb/service.ts';
import { indexStreamRecords, type TableDefinition, Tables } from '../../infra/local/dynamodb/tables.ts';
import { EventBus } from '../../infra/local/events/event-bus.ts';
import { EventStore } from '../../infra/local/events/event-store.ts';
import { Queues } from '../../infra/local/events/queues.ts';
import { Replays } from '../../infra/local/events/replays.ts';
import { Faults } from '../../infra/local/faults/faults.ts';
import { faultyBuckets } from '../../infra/local/faults/faulty-buckets.ts';
import { faulty } from '../../infra/local/faults/faulty-service.ts';
import { Iam } from '../../infra/local/iam/iam.ts';
import { SigningKeys } from '../../infra/local/kms/signing-keys.ts';
import { type Bucket, Buckets } from '../../infra/local/s3/buckets.ts';
import { randomPassword } from '../../infra/local/secrets/random-password.ts';
import { SecretsManager } from '../../infra/local/secrets/secrets-manager.ts';
import { temporaryDirectory } from './directories.ts';

export const REGION = 'eu-central-1';
export const ACCOUNT = '000000000000';
export const tableArn = (name: string) => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${name}`;
export const queueArn = (name: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
export const busArn = (name: string) => `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${name}`;
export const bucketArn = (name: string) => `arn:aws:s3:::${name}`;
export const secretArn = (name: string) => `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}`;
export const keyArn = (id: string) => `arn:aws:kms:${REGION}:${ACCOUNT}:key/${id}`;

/** What a role may do: actions on resources. */
export type Grants = readonly (readonly [actions: string | string[], resources: string | string[]])[];

/** A role that functions may have, and the configuration of a client that signs as it. */
export function addRole(iam: Iam, grants: Grants, endpoint: string) {
  const name = `role-${crypto.randomUUID()}`;
  const arn = `arn:aws:iam::${ACCOUNT}:role/${name}`;
  iam.addRole(arn, name, trustIn('lambda.amazonaws.com'));
  iam.attachPolicy(arn, {
    Statement: grants.map(([Action, Resource]) => ({ Effect: 'Allow', Action, Resource })),
  });
  const credentials = iam.issueKey(arn);
  return { name, arn, region: REGION, endpoint, credentials };
}

export function trustIn(service: string) {
  return { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }] };
}

/** A queue policy that lets EventBridge send, as CDK writes it. */
export function letEventsSend(queue: string) {
  return {
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Principal: { Service: 'events.amazonaws.com' },
        Resource: queueArn(queue),
      },
    ],
  };
}

/** The AWS of this machine without gateway and functions; what it keeps survives in the directory. */
export async function startServices(dataDir = temporaryDirectory(), holdBack?: () => Promise<void>) {
  const iam = new Iam();
  const endpoint = new AwsEndpoint();
  const place = { region: REGION, account: ACCOUNT };
  const faults = new Faults();
  const killed: string[] = [];
  const faultyParts = {
    faults,
    callerOf: (accessKeyId: string) => iam.roleName(accessKeyId),
    kill: (trace: string) => killed.push(trace),
  };
  const buckets = new Buckets({
    dataDir,
    iam,
    ...place,
    tell: (event) => bus.tell(event),
    between: (handle) => faultyBuckets(handle, faultyParts),
  });
  const [database, queues, url, s3Url] = await Promise.all([
    startDynamoDb(dataDir),
    Queues.start(dataDir, iam, REGION),
    endpoint.listen(),
    buckets.listen(),
  ]);
  const direct = forwarder(database);
  const forward: Forward = async (target, body) => {
    await holdBack?.();
    return direct(target, body);
  };
  const tables = new Tables(direct);
  const store = new EventStore(join(dataDir, 'events.sqlite'));
  const bus = new EventBus(store, { iam, ...place });
  const secrets = new SecretsManager(join(dataDir, 'secrets'), iam);
  const signingKeys = new SigningKeys(join(dataDir, 'keys'), iam);
  const add = (name: string, service: Service) => endpoint.add(name, faulty(name, service, faultyParts));
  const { databaseFile } = database;
  const history = databaseFile === undefined ? undefined : new History(databaseFile);
  const items = { iam, tables, forward, tableArn };
  add('dynamodb', withRecovery({ ...items, history }, dynamoDbService(items)));
  const replays = new Replays(
    bus,
    iam,
    (kind, name) => `arn:aws:events:${REGION}:${ACCOUNT}:${kind}/${name}`,
  );
  add('events', replays.service(bus.service()));
  add('kms', signingKeys.service());
  add('secretsmanager', secrets.service());
  add('sqs', queues.service());
  return {
    iam,
    /** What goes wrong between a client and the services; nothing until it is switched on. */
    faults,
    /** The traces of functions that ended in their midst. */
    killed,
    tables,
    history,
    queues,
    bus,
    replays,
    buckets,
    forward: direct,
    url,
    /** Where S3 is. */
    s3Url,
    dataDir,
    /** Configuration of a client whose role may do this. */
    as: (...grants: Grants) => addRole(iam, grants, url),
    async addQueue(name: string, attributes: Record<string, string> = {}) {
      const queue = { name, arn: queueArn(name), url: `${url}/${ACCOUNT}/${name}` };
      await queues.ensure(queue, attributes);
      return queue;
    },
    /** A bucket that tells the default bus of new objects. */
    addBucket(name: string, more: Partial<Bucket> = {}): Bucket {
      const bucket = { name, arn: bucketArn(name), tellsEventBridge: true, expirations: [], ...more };
      buckets.ensure(bucket);
      return bucket;
    },
    /** A secret of this value; answers its ARN. */
    addSecret(name: string, value = randomPassword({ length: 64, punctuation: false })): string {
      secrets.ensure(name, secretArn(name), () => value);
      return secretArn(name);
    },
    /** A key that signs by ES256; answers its ARN. */
    addSigningKey(id: string): string {
      signingKeys.ensure(id, keyArn(id));
      return keyArn(id);
    },
    async addTable(definition: TableDefinition) {
      await tables.ensure(definition);
      if (databaseFile !== undefined) indexStreamRecords(databaseFile);
    },
    async close() {
      await bus.close();
      await endpoint.close();
      await buckets.close();
      await queues.close();
      store.close();
      history?.close();
      await database.close();
    },
  };
}

export type Services = Awaited<ReturnType<typeof startServices>>;
