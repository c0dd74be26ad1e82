import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Settings } from '../stacks/settings.ts';

/** The devices room: what sends for which policy. Of what a device sends it sees nothing. */
export class Devices extends ApiFunction {
  constructor(scope: Construct, settings: Settings, { key, tables, master }: DataStack) {
    super(scope, 'devices', {
      ...settings,
      key,
      description: 'Registers, shows and removes devices',
      timeout: Duration.seconds(20),
      memory: 1024,
    });
    this.reach(tables.devices, ['GetItem', 'PutItem']);
    this.reach(tables.policies, ['GetItem']);
    this.reach(tables.segments, ['Query']);
    this.reach(tables.consents, ['ConditionCheckItem', 'GetItem']);
    // The driver's birth date, of which the mapping keeps a pseudonym.
    this.reach(tables.vault, ['BatchGetItem']);
    this.reach(tables.keys, ['BatchGetItem']);
    this.reach(tables.ledger, ['PutItem', 'Query']);
    this.reach(tables.idempotency, ['GetItem', 'PutItem']);
    this.entrust(master);
  }
}
