import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Settings } from '../stacks/settings.ts';

/** The schedule room: a policy as a document. A function of its own, which may read only. */
export class PolicySchedule extends ApiFunction {
  constructor(scope: Construct, settings: Settings, data: DataStack) {
    super(scope, 'policy-schedule', {
      ...settings,
      key: data.key,
      description: 'Draws up the document of a policy',
      environment: { INSURER_NAME: settings.insurer },
      timeout: Duration.seconds(20),
      memory: 1024,
    });
    this.reach(data.policies, ['GetItem']);
    this.reach(data.segments, ['Query']);
    this.reach(data.vault, ['BatchGetItem']);
  }
}
