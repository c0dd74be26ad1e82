import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Settings } from '../stacks/settings.ts';

/** The policies room. It binds the quote that a policy is issued from, hence its rights on quotes. */
export class Policies extends ApiFunction {
  constructor(scope: Construct, settings: Settings, data: DataStack) {
    super(scope, 'policies', {
      ...settings,
      key: data.key,
      description: 'Issues, changes, cancels, reinstates, renews and reads policies',
      timeout: Duration.seconds(20),
      memory: 1024,
    });
    this.reach(data.policies, ['BatchGetItem', 'GetItem', 'PutItem'], ['listing', 'number']);
    this.reach(data.segments, ['DeleteItem', 'PutItem', 'Query']);
    this.reach(data.changes, ['GetItem', 'PutItem']);
    this.reach(data.vault, ['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem'], ['plate']);
    this.reach(data.quotes, ['GetItem', 'PutItem']);
    this.reach(data.ledger, ['PutItem', 'Query']);
    this.reach(data.idempotency, ['GetItem', 'PutItem']);
  }
}
