import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import { EveryMinute } from '../constructs/every-minute.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Settings } from '../stacks/settings.ts';

/** Does to policies what time does: offers and issues renewals, and expires what was not renewed. */
export class Renewals extends ApiFunction {
  constructor(scope: Construct, settings: Settings, { key, tables, master }: DataStack) {
    super(scope, 'renewals', {
      ...settings,
      key,
      description: 'Offers and issues renewals, and expires the policies that were not renewed',
      timeout: Duration.seconds(55),
      memory: 512,
    });
    this.reach(tables.policies, ['PutItem'], ['due']);
    this.reach(tables.segments, ['PutItem']);
    this.reach(tables.vault, ['BatchGetItem']);
    this.reach(tables.keys, ['BatchGetItem']);
    // Whether the policy's partner may still price by the score, and the score.
    this.reach(tables.consents, ['BatchGetItem', 'ConditionCheckItem'], ['customer']);
    this.reach(tables.partners, ['GetItem']);
    this.reach(tables.scores, ['GetItem']);
    this.reach(tables.ledger, ['PutItem', 'Query']);
    this.entrust(master);
    new EveryMinute(this);
  }
}
