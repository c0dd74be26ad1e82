import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import { EveryMinute } from '../constructs/every-minute.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Settings } from '../stacks/settings.ts';

/** Says of consents whose time is up that they expired, and forgets what they were for, unread. */
export class ConsentExpiry extends ApiFunction {
  constructor(scope: Construct, settings: Settings, { key, tables }: DataStack) {
    super(scope, 'consent-expiry', {
      ...settings,
      key,
      description: 'Expires the consents whose time is up',
      timeout: Duration.seconds(55),
      memory: 512,
    });
    this.reach(tables.consents, ['GetItem', 'PutItem'], ['due']);
    this.reach(tables.vault, ['DeleteItem']);
    this.reach(tables.ledger, ['PutItem']);
    new EveryMinute(this);
  }
}
