import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Settings } from '../stacks/settings.ts';

/** The telematics room: shows trips and scores to whom a consent, or their own driving, entitles, and hears disputes. */
export class Telematics extends ApiFunction {
  constructor(scope: Construct, settings: Settings, { key, tables }: DataStack) {
    super(scope, 'telematics', {
      ...settings,
      key,
      description: 'Shows trips and scores, and takes disputes of trips',
      timeout: Duration.seconds(20),
      memory: 1024,
    });
    this.reach(tables.devices, ['BatchGetItem', 'GetItem'], ['customer', 'driver']);
    this.reach(tables.trips, ['GetItem', 'PutItem', 'Query'], ['trip']);
    this.reach(tables.cursors, ['GetItem']);
    // Where a trip went, for who may know that.
    this.reach(tables.telemetry, ['Query']);
    this.reach(tables.scores, ['GetItem']);
    this.reach(tables.policies, ['GetItem']);
    this.reach(tables.consents, ['GetItem']);
    this.reach(tables.identities, ['GetItem']);
    // Whether their customer asked to be left alone: their keys cannot be opened from here.
    this.reach(tables.keys, ['GetItem']);
    this.reach(tables.ledger, ['PutItem']);
    this.reach(tables.idempotency, ['GetItem', 'PutItem']);
  }
}
