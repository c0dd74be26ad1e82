import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Settings } from '../stacks/settings.ts';

/**
 * The rights room: what is held on a customer, who has seen it, and its end. It destroys keys; the records under them
 * are left to the erasures.
 */
export class Rights extends ApiFunction {
  constructor(scope: Construct, settings: Settings, { key, tables, master }: DataStack) {
    super(scope, 'rights', {
      ...settings,
      key,
      description: 'Exports, erases and restricts what is held on a customer, and says what was released',
      timeout: Duration.seconds(25),
      memory: 1024,
    });
    this.reach(tables.customers, ['GetItem', 'PutItem']);
    this.reach(tables.identities, ['DeleteItem', 'GetItem', 'PutItem']);
    this.reach(tables.keys, ['DeleteItem', 'GetItem', 'UpdateItem']);
    this.reach(tables.vault, ['BatchGetItem', 'DeleteItem', 'GetItem', 'Query']);
    this.reach(tables.consents, ['BatchGetItem', 'PutItem'], ['customer']);
    this.reach(tables.policies, ['ConditionCheckItem'], ['customer']);
    this.reach(tables.claims, ['GetItem']);
    this.reach(tables.changes, ['BatchGetItem'], ['policy']);
    this.reach(tables.quotes, ['GetItem']);
    this.reach(tables.devices, ['BatchGetItem'], ['customer']);
    this.reach(tables.trips, ['Query']);
    this.reach(tables.releases, ['Query']);
    this.reach(tables.ledger, ['PutItem', 'Query']);
    this.reach(tables.idempotency, ['GetItem', 'PutItem']);
    this.entrust(master);
  }
}
