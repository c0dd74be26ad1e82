import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Settings } from '../stacks/settings.ts';

/** Keeps the partner registry as the template declares it. */
export class PartnerRegistrar extends ApiFunction {
  constructor(scope: Construct, settings: Settings, { key, tables }: DataStack) {
    super(scope, 'partner-registrar', {
      ...settings,
      key,
      description: 'Keeps the partner registry as the template declares it',
      timeout: Duration.seconds(60),
      memory: 256,
    });
    this.reach(tables.partners, ['DeleteItem', 'PutItem']);
  }
}
