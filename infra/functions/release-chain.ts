import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Settings } from '../stacks/settings.ts';

/** Chains the receipts of each customer, and signs how far the chain goes. Nothing else may write or sign there. */
export class ReleaseChain extends ApiFunction {
  constructor(scope: Construct, settings: Settings, { key, tables, checkpointKey }: DataStack) {
    super(scope, 'release-chain', {
      ...settings,
      key,
      description: 'Chains the receipts of what was released of each customer',
      environment: { CHECKPOINT_KEY: checkpointKey.keyArn },
      timeout: Duration.seconds(60),
      memory: 512,
    });
    this.reach(tables.releases, ['DeleteItem', 'PutItem', 'Query']);
    this.allow(['kms:GetPublicKey', 'kms:Sign'], checkpointKey.keyArn);
  }
}
