import { type App, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type IKey, Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { DocumentBucket } from '../constructs/document-bucket.ts';
import { HouseKey } from '../constructs/house-key.ts';
import { HouseTable, type TableShape } from '../constructs/house-table.ts';
import { MasterSecret } from '../constructs/master-secret.ts';
import { ServiceKey } from '../constructs/service-key.ts';
import type { Settings } from './settings.ts';
import { drivingTables, houseTables, type TableName, vaultTables } from './tables.ts';

/**
 * The tables and the files, the keys that encrypt what the house keeps, and the secret that unseals what it knows of
 * persons.
 */
export class DataStack extends Stack {
  readonly key: HouseKey;
  /** Encrypts what is known of persons. */
  readonly vaultKey: ServiceKey;
  readonly tables: Readonly<Record<TableName, HouseTable>>;
  readonly master: MasterSecret;
  /** What was uploaded for claims. */
  readonly documents: DocumentBucket;
  /** Signs how far a customer's chain of releases goes. Who has the public half can prove a copy by it. */
  readonly checkpointKey: Key;

  constructor(app: App, { stage, retain, removalPolicy }: Settings) {
    super(app, `${stage}-data`, { description: 'Partner API: tables, files', terminationProtection: retain });
    this.key = new HouseKey(this, 'Key', { removalPolicy });
    this.vaultKey = new ServiceKey(this, 'VaultKey', {
      description: 'Partner API: what is known of persons',
      services: ['dynamodb', 'secretsmanager', 's3'],
      removalPolicy,
    });
    const { vaultKey } = this;
    const drivingKey = new ServiceKey(this, 'DrivingKey', {
      description: 'Partner API: where and how somebody drove',
      services: ['dynamodb'],
      removalPolicy,
    });
    this.master = new MasterSecret(this, 'Master', { key: vaultKey, removalPolicy });
    this.documents = new DocumentBucket(this, 'Documents', { key: vaultKey, removalPolicy });
    this.tables = {
      ...this.makeTables(houseTables, { key: this.key, removalPolicy }),
      ...this.makeTables(vaultTables, { key: vaultKey, removalPolicy }),
      ...this.makeTables(drivingTables, { key: drivingKey, removalPolicy }),
    };
    this.checkpointKey = new Key(this, 'CheckpointKey', {
      description: 'Partner API: checkpoints of releases',
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy,
    });
  }

  /** The tables that can be restored. */
  get restorable(): readonly HouseTable[] {
    return Object.values(this.tables).filter(({ isRestorable }) => isRestorable);
  }

  /** A table of `quotes` is called `Quotes` in the template. */
  private makeTables<Name extends TableName>(
    shapes: Readonly<Record<Name, TableShape>>,
    kept: { key: IKey; removalPolicy: RemovalPolicy },
  ): Record<Name, HouseTable> {
    const made = Object.entries<TableShape>(shapes).map(([name, shape]) => {
      const id = name.charAt(0).toUpperCase() + name.slice(1);
      return [name, new HouseTable(this, id, { ...kept, ...shape })];
    });
    return Object.fromEntries(made);
  }
}
