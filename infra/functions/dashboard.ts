import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Settings } from '../stacks/settings.ts';

/**
 * Serves the page on which customers decide who may see what. It reaches no table: the page calls the API itself. It says
 * which key signs checkpoints, so that the page takes no other's.
 */
export class Dashboard extends ApiFunction {
  constructor(scope: Construct, settings: Settings, { key, checkpointKey }: DataStack) {
    super(scope, 'dashboard', {
      ...settings,
      key,
      description: "Serves the customers' dashboard",
      environment: { INSURER_NAME: settings.insurer, CHECKPOINT_KEY: checkpointKey.keyArn },
      timeout: Duration.seconds(10),
      memory: 512,
    });
    this.allow(['kms:GetPublicKey'], checkpointKey.keyArn);
  }
}
