import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Settings } from '../stacks/settings.ts';

/** The quotes room. What is said of a person goes into the vault; what a risk says is not read again from here. */
export class Quotes extends ApiFunction {
  constructor(scope: Construct, settings: Settings, { key, tables, master }: DataStack) {
    super(scope, 'quotes', {
      ...settings,
      key,
      description: 'Prices, lists and replays quotes',
      timeout: Duration.seconds(20),
      memory: 1024,
    });
    this.reach(tables.quotes, ['BatchGetItem', 'GetItem', 'PutItem'], ['listing']);
    this.reach(tables.vault, ['DeleteItem', 'GetItem', 'PutItem']);
    // What a consent lets a quote be priced with.
    this.reach(tables.scores, ['GetItem']);
    this.reach(tables.keys, ['GetItem']);
    this.reach(tables.consents, ['ConditionCheckItem', 'GetItem']);
    this.reach(tables.ledger, ['PutItem', 'Query']);
    // And which drivers a consent was tried with today.
    this.reach(tables.idempotency, ['GetItem', 'PutItem', 'UpdateItem']);
    this.entrust(master);
  }
}
