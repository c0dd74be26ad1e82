import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Settings } from '../stacks/settings.ts';

/** Serves the page on which customers decide who may see what. It reaches nothing: the page calls the API itself. */
export class Dashboard extends ApiFunction {
  constructor(scope: Construct, settings: Settings, { key }: DataStack) {
    super(scope, 'dashboard', {
      ...settings,
      key,
      description: "Serves the customers' dashboard",
      environment: { INSURER_NAME: settings.insurer },
      timeout: Duration.seconds(10),
      memory: 512,
    });
  }
}
