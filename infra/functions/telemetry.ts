import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Settings } from '../stacks/settings.ts';

/**
 * Takes in what devices send. It looks up whether the device may, and under which pseudonym; who is behind it cannot be
 * seen from here.
 */
export class Telemetry extends ApiFunction {
  constructor(scope: Construct, settings: Settings, { key, tables }: DataStack) {
    super(scope, 'telemetry', {
      ...settings,
      key,
      description: 'Takes in what devices measured, and puts trips together',
      timeout: Duration.seconds(20),
      memory: 1024,
    });
    this.reach(tables.devices, ['GetItem']);
    this.reach(tables.consents, ['BatchGetItem']);
    // Whether there is anything to measure on the policy; and whether its customer asked to be left alone, which lies with
    // a key that cannot be opened from here.
    this.reach(tables.segments, ['Query']);
    this.reach(tables.keys, ['BatchGetItem']);
    this.reach(tables.telemetry, ['DeleteItem', 'PutItem', 'Query']);
    this.reach(tables.cursors, ['BatchGetItem', 'GetItem', 'PutItem']);
    this.reach(tables.trips, ['GetItem', 'PutItem', 'Query']);
    this.reach(tables.ledger, ['PutItem']);
  }
}
