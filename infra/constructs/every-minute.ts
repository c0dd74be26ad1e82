import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { ApiFunction } from './api-function.ts';

const ID = 'EveryMinute';

/** Runs a function every minute. A run that failed is not repeated: the next one finds the same work. */
export class EveryMinute extends Rule {
  constructor(called: ApiFunction) {
    super(called, ID, {
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(called.lambda, { retryAttempts: 0 })],
    });
  }

  /** Whether a function is run so. */
  static runs({ node }: ApiFunction): boolean {
    return node.tryFindChild(ID) !== undefined;
  }
}
