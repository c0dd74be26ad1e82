import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Settings } from '../stacks/settings.ts';

/** Has a customer's access token say who signed in. Cognito waits five seconds for it, and no longer. */
export class TokenClaims extends ApiFunction {
  constructor(scope: Construct, settings: Settings, { key }: DataStack) {
    super(scope, 'token-claims', {
      ...settings,
      key,
      description: "Puts who signed in into a customer's access token",
      timeout: Duration.seconds(5),
      memory: 512,
    });
  }
}
