import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Settings } from '../stacks/settings.ts';

/**
 * The policies room. It binds the quote that a policy is issued from, makes its customer where there is none yet, and uses
 * up a consent that was given for one change: hence its rights on what other rooms keep.
 */
export class Policies extends ApiFunction {
  constructor(scope: Construct, settings: Settings, { key, tables, master }: DataStack) {
    super(scope, 'policies', {
      ...settings,
      key,
      description: 'Issues, changes, cancels, reinstates, renews and reads policies',
      timeout: Duration.seconds(20),
      memory: 1024,
    });
    this.reach(tables.policies, ['BatchGetItem', 'GetItem', 'PutItem'], ['listing', 'number', 'customer']);
    this.reach(tables.segments, ['DeleteItem', 'PutItem', 'Query']);
    this.reach(tables.changes, ['GetItem', 'PutItem']);
    this.reach(tables.vault, ['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem'], ['plate']);
    this.reach(tables.keys, ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'UpdateItem']);
    this.reach(tables.customers, ['PutItem']);
    this.reach(tables.identities, ['GetItem', 'PutItem']);
    this.reach(tables.consents, ['ConditionCheckItem', 'GetItem', 'PutItem']);
    this.reach(tables.quotes, ['GetItem', 'PutItem']);
    this.reach(tables.ledger, ['PutItem', 'Query']);
    this.reach(tables.idempotency, ['GetItem', 'PutItem']);
    this.entrust(master);
  }
}
