import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import { EveryMinute } from '../constructs/every-minute.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Settings } from '../stacks/settings.ts';

/**
 * Says of trips that they are over, and works scores out anew that time alone has changed. It reads how far trips are put
 * together, and no position.
 */
export class TripCompletion extends ApiFunction {
  constructor(scope: Construct, settings: Settings, { key, tables }: DataStack) {
    super(scope, 'trip-completion', {
      ...settings,
      key,
      description: 'Completes the trips whose car has come to rest, and restates scores',
      timeout: Duration.seconds(55),
      memory: 1024,
    });
    this.reach(tables.cursors, ['GetItem', 'PutItem'], ['due']);
    this.reach(tables.trips, ['PutItem', 'Query']);
    this.reach(tables.scores, ['GetItem', 'PutItem'], ['due']);
    this.reach(tables.devices, ['BatchGetItem'], ['policy']);
    this.reach(tables.ledger, ['PutItem']);
    new EveryMinute(this);
  }
}
