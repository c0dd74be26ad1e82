import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import { EveryMinute } from '../constructs/every-minute.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Settings } from '../stacks/settings.ts';

/** Does to policies what time does: offers and issues renewals, and expires what was not renewed. */
export class Renewals extends ApiFunction {
  constructor(scope: Construct, settings: Settings, data: DataStack) {
    super(scope, 'renewals', {
      ...settings,
      key: data.key,
      description: 'Offers and issues renewals, and expires the policies that were not renewed',
      timeout: Duration.seconds(55),
      memory: 512,
    });
    this.reach(data.policies, ['PutItem'], ['due']);
    this.reach(data.segments, ['PutItem']);
    this.reach(data.vault, ['BatchGetItem']);
    this.reach(data.ledger, ['PutItem', 'Query']);
    new EveryMinute(this);
  }
}
