import { accessDenied, type Call, type Service, type ServiceReply } from '../aws/endpoint.ts';
import type { Iam } from '../iam/iam.ts';
import type { Forward } from './forward.ts';
import type { History } from './history.ts';
import { refused } from './refusals.ts';
import type { Tables } from './tables.ts';

/** What the recovery of tables is made of. */
export interface RecoveryParts {
  iam: Iam;
  tables: Tables;
  forward: Forward;
  /** Undefined for a database that is not our own: nothing is known there of what was. */
  history: History | undefined;
  tableArn: (name: string) => string;
}

interface Input {
  TableName?: string;
  SourceTableName?: string;
  TargetTableName?: string;
  /** Seconds since the epoch. */
  RestoreDateTime?: number;
  UseLatestRestorableTime?: boolean;
}

/** What DynamoDB does on a caller's behalf to the table that it fills ("Using IAM with DynamoDB backup and restore"). */
const FILLING = ['BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'];

/** BatchWriteItem takes no more at once. */
const BATCH = 25;

type Handle = (input: Input, call: Call) => Promise<ServiceReply>;

/**
 * The calls of DynamoDB that operators make of tables as wholes: which there are, from when on they can be restored, to
 * restore one under another name, to delete one. As in AWS a restored table has indexes, but neither a stream nor a time
 * to live. Here it is there at once, and the latest instant is now; AWS lags five minutes.
 */
export function withRecovery(parts: RecoveryParts, items: Service): Service {
  const handlers: Record<string, Handle> = {
    ListTables: (_input, call) => allowed(parts, call, [['ListTables', '*']], () => forwarded(parts, call)),
    DeleteTable: ({ TableName: name = '' }, call) =>
      allowed(parts, call, [['DeleteTable', parts.tableArn(name)]], async () => {
        const reply = await forwarded(parts, call);
        if (reply.status === 200) parts.tables.forget(name);
        return reply;
      }),
    DescribeContinuousBackups: ({ TableName: name = '' }, call) => {
      const need = ['DescribeContinuousBackups', parts.tableArn(name)] as const;
      return allowed(parts, call, [need], async () => describe(parts, name));
    },
    RestoreTableToPointInTime: (input, call) => {
      const { SourceTableName: source = '', TargetTableName: target = '' } = input;
      const filling = FILLING.map((action) => [action, parts.tableArn(target)] as const);
      const needs = [['RestoreTableToPointInTime', parts.tableArn(source)] as const, ...filling];
      return allowed(parts, call, needs, () => restore(parts, input));
    },
  };
  return async (call) => {
    const handle = Object.hasOwn(handlers, call.action) ? handlers[call.action] : undefined;
    return handle ? handle(JSON.parse(call.body.toString()), call) : items(call);
  };
}

async function allowed(
  { iam }: RecoveryParts,
  call: Call,
  needs: readonly (readonly [action: string, resource: string])[],
  answer: () => Promise<ServiceReply>,
): Promise<ServiceReply> {
  for (const [action, resource] of needs) {
    if (!iam.isAllowed(call.accessKeyId, `dynamodb:${action}`, resource))
      return accessDenied(iam, call, `dynamodb:${action}`, resource);
  }
  return answer();
}

async function forwarded({ forward }: RecoveryParts, { target, body }: Call): Promise<ServiceReply> {
  const reply = await forward(target, body);
  return { status: reply.status, body: reply.body };
}

function describe({ tables, history }: RecoveryParts, name: string): ServiceReply {
  if (!tables.find(name)) return refused('TableNotFoundException', `There is no table ${name}`);
  const kept = history?.kept(name);
  const status = kept ? 'ENABLED' : 'DISABLED';
  const PointInTimeRecoveryDescription = {
    PointInTimeRecoveryStatus: status,
    ...(kept && {
      RecoveryPeriodInDays: kept.days,
      EarliestRestorableDateTime: kept.since / 1000,
      LatestRestorableDateTime: now() / 1000,
    }),
  };
  const ContinuousBackupsDescription = { ContinuousBackupsStatus: 'ENABLED', PointInTimeRecoveryDescription };
  return { status: 200, body: JSON.stringify({ ContinuousBackupsDescription }) };
}

async function restore(
  { tables, history, forward, tableArn }: RecoveryParts,
  input: Input,
): Promise<ServiceReply> {
  const { SourceTableName: source = '', TargetTableName: target = '' } = input;
  const { RestoreDateTime: seconds, UseLatestRestorableTime: latest = false } = input;
  if (!tables.find(source)) return refused('TableNotFoundException', `There is no table ${source}`);
  const kept = history?.kept(source);
  if (!history || !kept)
    return refused('PointInTimeRecoveryUnavailableException', `${source} is not kept for recovery`);
  const at = latest ? now() : (seconds ?? Number.NaN) * 1000;
  if (!(at >= kept.since && at <= now()))
    return refused('InvalidRestoreTimeException', `${source} can be restored from ${instant(kept.since)} on`);
  if (tables.find(target) || !(await tables.copyShape(source, target)))
    return refused('TableAlreadyExistsException', `There is a table ${target}`);
  await fill(forward, target, history.itemsAt(source, at));
  const RestoreSummary = {
    SourceTableArn: tableArn(source),
    RestoreDateTime: at / 1000,
    RestoreInProgress: false,
  };
  const TableDescription = {
    TableName: target,
    TableArn: tableArn(target),
    TableStatus: 'ACTIVE',
    RestoreSummary,
  };
  return { status: 200, body: JSON.stringify({ TableDescription }) };
}

async function fill(forward: Forward, table: string, items: readonly string[]): Promise<void> {
  for (let done = 0; done < items.length; done += BATCH) {
    const puts = items.slice(done, done + BATCH).map((item) => `{"PutRequest":{"Item":${item}}}`);
    const body = `{"RequestItems":{${JSON.stringify(table)}:[${puts.join()}]}}`;
    const reply = await forward('DynamoDB_20120810.BatchWriteItem', body);
    if (reply.status !== 200) throw new Error(`BatchWriteItem: ${reply.body}`);
  }
}

/** Milliseconds since the epoch by the real clock, which is the database's: Date may be shifted. */
function now(): number {
  return performance.timeOrigin + performance.now();
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
