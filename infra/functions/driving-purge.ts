import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Settings } from '../stacks/settings.ts';

/**
 * Deletes what was driven when the consent to collect it has ended, or its customer is erased, and scores what is left.
 * Of telemetry it gets keys.
 */
export class DrivingPurge extends ApiFunction {
  constructor(scope: Construct, settings: Settings, { key, tables }: DataStack) {
    super(scope, 'driving-purge', {
      ...settings,
      key,
      description: 'Deletes driving data whose consent has ended',
      timeout: Duration.seconds(60),
      memory: 512,
    });
    this.reach(tables.devices, ['BatchGetItem', 'GetItem', 'PutItem'], ['consent', 'customer', 'policy']);
    this.reach(tables.telemetry, ['BatchWriteItem', 'Query']);
    this.reach(tables.cursors, ['DeleteItem']);
    this.reach(tables.trips, ['BatchWriteItem', 'Query']);
    this.reach(tables.scores, ['GetItem', 'PutItem']);
    this.reach(tables.ledger, ['PutItem']);
  }
}
