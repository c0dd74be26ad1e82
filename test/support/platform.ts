import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { vi } from 'vitest';
import type { TableDefinition } from '../../infra/local/dynamodb/tables.ts';
import { type Grants, REGION, startServices, tableArn } from './services.ts';

/** Keys of a table or an index, the hash first: `version` is a number, all others are texts. */
type Keys = readonly [hash: string, range?: string];

/** A table that the platform's modules find by an environment variable. */
export interface PlatformTable {
  variable: string;
  keys: Keys;
  indexes?: Record<string, Keys>;
}

/** The vault, and the keys of whose records lie in it. */
export const VAULT_TABLES: Record<'Vault' | 'Keys', PlatformTable> = {
  Vault: {
    variable: 'VAULT_TABLE',
    keys: ['subjectId', 'recordId'],
    indexes: { plate: ['plateKey', 'policyId'] },
  },
  Keys: { variable: 'KEYS_TABLE', keys: ['subjectId'] },
};

/**
 * The AWS of this machine with these tables, a master secret and a key that signs checkpoints, and the environment of a
 * function that may do anything to the tables, read the secret and sign: the platform's modules, imported afterwards,
 * work on it. `holdBack` is awaited before anything reaches the database.
 */
export async function startPlatform(tables: Record<string, PlatformTable>, holdBack?: () => Promise<void>) {
  const services = await startServices(undefined, holdBack);
  const names = Object.keys(tables);
  for (const name of names) await services.addTable(definitionOf(name, tables));
  const secret = services.addSecret('Master');
  const signingKey = services.addSigningKey('checkpoints');
  const grants: Grants = [
    ['dynamodb:*', names.flatMap((name) => [tableArn(name), `${tableArn(name)}/*`])],
    ['secretsmanager:GetSecretValue', secret],
    [['kms:GetPublicKey', 'kms:Sign'], signingKey],
  ];
  const role = services.as(...grants);
  vi.stubEnv('AWS_REGION', REGION);
  vi.stubEnv('AWS_ENDPOINT_URL', services.url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', role.credentials.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', role.credentials.secretAccessKey);
  vi.stubEnv('MASTER_SECRET', secret);
  vi.stubEnv('CHECKPOINT_KEY', signingKey);
  for (const [name, { variable }] of Object.entries(tables)) vi.stubEnv(variable, name);
  const client = new DynamoDBClient(role);
  return {
    client,
    /** The way to the database that checks nothing. */
    forward: services.forward,
    /** How many items the tables hold in all. */
    async count(): Promise<number> {
      const pages = await Promise.all(
        names.map((name) => client.send(new ScanCommand({ TableName: name, Select: 'COUNT' }))),
      );
      return pages.reduce((sum, { Count: items = 0 }) => sum + items, 0);
    },
    async close(): Promise<void> {
      vi.unstubAllEnvs();
      await services.close();
    },
  };
}

export type Platform = Awaited<ReturnType<typeof startPlatform>>;

function definitionOf(name: string, tables: Record<string, PlatformTable>): TableDefinition {
  const { keys = [''], indexes = {} } = tables[name] ?? {};
  const attributes = new Set([keys, ...Object.values(indexes)].flat().filter((key) => key !== undefined));
  return {
    name,
    keySchema: schemaOf(keys),
    attributeDefinitions: [...attributes].map((attribute) => ({
      AttributeName: attribute,
      AttributeType: attribute === 'version' ? 'N' : 'S',
    })),
    ...(Object.keys(indexes).length > 0 && {
      globalSecondaryIndexes: Object.entries(indexes).map(([index, indexKeys]) => ({
        IndexName: index,
        KeySchema: schemaOf(indexKeys),
        Projection: { ProjectionType: 'KEYS_ONLY' },
      })),
    }),
  };
}

function schemaOf([hash, range]: Keys) {
  return [
    { AttributeName: hash, KeyType: 'HASH' as const },
    ...(range === undefined ? [] : [{ AttributeName: range, KeyType: 'RANGE' as const }]),
  ];
}
