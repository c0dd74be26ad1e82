import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Settings } from '../stacks/settings.ts';

/** The quotes room. What a risk says of a person goes into the vault and is not read again from here. */
export class Quotes extends ApiFunction {
  constructor(scope: Construct, settings: Settings, data: DataStack) {
    super(scope, 'quotes', {
      ...settings,
      key: data.key,
      description: 'Prices, lists and replays quotes',
      timeout: Duration.seconds(20),
      memory: 1024,
    });
    this.reach(data.quotes, ['BatchGetItem', 'GetItem', 'PutItem'], ['listing']);
    this.reach(data.vault, ['DeleteItem', 'PutItem']);
    this.reach(data.ledger, ['PutItem', 'Query']);
    this.reach(data.idempotency, ['GetItem', 'PutItem']);
  }
}
