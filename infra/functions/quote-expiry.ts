import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import { EveryMinute } from '../constructs/every-minute.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Settings } from '../stacks/settings.ts';

/** Expires the quotes whose validity has ended. */
export class QuoteExpiry extends ApiFunction {
  constructor(scope: Construct, settings: Settings, { key, tables }: DataStack) {
    super(scope, 'quote-expiry', {
      ...settings,
      key,
      description: 'Expires the quotes whose validity has ended',
      timeout: Duration.seconds(55),
      memory: 512,
    });
    this.reach(tables.quotes, ['GetItem', 'PutItem'], ['expiry']);
    this.reach(tables.ledger, ['PutItem']);
    new EveryMinute(this);
  }
}
