import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import { EveryMinute } from '../constructs/every-minute.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Settings } from '../stacks/settings.ts';

/** Brings erasures to their end. What it deletes it cannot read: the key is destroyed, and it has no other. */
export class Erasures extends ApiFunction {
  constructor(scope: Construct, settings: Settings, { key, tables, documents }: DataStack) {
    super(scope, 'erasures', {
      ...settings,
      key,
      description: 'Deletes what was held on customers who are to be forgotten',
      timeout: Duration.seconds(55),
      memory: 512,
    });
    this.reach(tables.customers, ['GetItem', 'PutItem'], ['due']);
    this.reach(tables.vault, ['BatchWriteItem', 'DeleteItem', 'Query']);
    this.reach(tables.consents, ['BatchGetItem', 'PutItem'], ['customer']);
    this.reach(tables.policies, [], ['customer']);
    this.reach(tables.changes, [], ['policy']);
    this.reach(tables.claims, ['GetItem']);
    this.open(documents, {
      incoming: ['DeleteObject'],
      attached: ['DeleteObject'],
      quarantined: ['DeleteObject'],
    });
    this.reach(tables.ledger, ['PutItem', 'Query']);
    new EveryMinute(this);
  }
}
