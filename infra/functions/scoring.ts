import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Settings } from '../stacks/settings.ts';

/** Works out a policy's driving score from the trips of its devices: figures of trips go in, no position. */
export class Scoring extends ApiFunction {
  constructor(scope: Construct, settings: Settings, { key, tables }: DataStack) {
    super(scope, 'scoring', {
      ...settings,
      key,
      description: "Works out policies' driving scores",
      timeout: Duration.seconds(10),
      memory: 1024,
    });
    this.reach(tables.trips, ['GetItem', 'Query'], ['trip']);
    this.reach(tables.devices, ['BatchGetItem', 'GetItem'], ['driver', 'policy']);
    this.reach(tables.scores, ['GetItem', 'PutItem']);
    this.reach(tables.ledger, ['PutItem']);
  }
}
