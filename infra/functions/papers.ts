import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Settings } from '../stacks/settings.ts';

/** The papers room: what customers keep as documents. A function of its own, which reads, and records what it lets out. */
export class Papers extends ApiFunction {
  constructor(scope: Construct, settings: Settings, { key, tables, master }: DataStack) {
    super(scope, 'papers', {
      ...settings,
      key,
      description: 'Draws up policy schedules and claims-history statements',
      environment: { INSURER_NAME: settings.insurer },
      timeout: Duration.seconds(20),
      memory: 1024,
    });
    this.reach(tables.policies, ['GetItem'], ['customer']);
    this.reach(tables.claims, ['BatchGetItem'], ['customer']);
    this.reach(tables.segments, ['Query']);
    this.reach(tables.vault, ['BatchGetItem']);
    this.reach(tables.keys, ['BatchGetItem']);
    this.reach(tables.consents, ['GetItem']);
    this.reach(tables.identities, ['GetItem']);
    this.reach(tables.ledger, ['PutItem', 'Query']);
    this.entrust(master);
  }
}
