import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Settings } from '../stacks/settings.ts';

/** Passes the ledger's events on to the bus. */
export class Relay extends ApiFunction {
  constructor(scope: Construct, settings: Settings, { key }: DataStack, bus: EventBus) {
    super(scope, 'relay', {
      ...settings,
      key,
      description: "Passes the ledger's events on to the bus",
      environment: { BUS_NAME: bus.eventBusName },
      timeout: Duration.seconds(60),
      memory: 512,
    });
    this.allow(['events:PutEvents'], bus.eventBusArn);
  }
}
