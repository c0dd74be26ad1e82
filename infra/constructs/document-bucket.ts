import { Duration, type RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** Where a file lies: where it was uploaded to; or once it was checked, by whether it is what was announced. */
export const documentFolders = ['incoming', 'attached', 'quarantined'] as const;

export type DocumentFolder = (typeof documentFolders)[number];

/** For as long as an upload that nobody could check may be brought again from the dead letters. */
const UNCHECKED = Duration.days(14);

/** For so long somebody may look into what was refused; assumption. */
const REFUSED = Duration.days(30);

export interface DocumentBucketProps {
  readonly key: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * The files of claims, encrypted and reached by signed requests only. No earlier version of a file is kept, so that what
 * is erased is gone. Tells the account's event bus of every object. CloudFormation deletes it only once it is empty.
 */
export class DocumentBucket extends Bucket {
  /** What the other stacks know its ARN by. */
  private readonly exported: { arn: string; name: string };

  constructor(scope: Construct, id: string, { key, removalPolicy }: DocumentBucketProps) {
    super(scope, id, {
      removalPolicy,
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      // One key of the bucket's own for a while, in place of a call of the key service for each file.
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      lifecycleRules: [expiring('incoming', UNCHECKED), expiring('quarantined', REFUSED)],
    });
    const name = `${Stack.of(this).stackName}-${id}`;
    this.exported = { name, arn: Stack.of(this).exportValue(this.bucketArn, { name }) };
    this.tellEvents();
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Who was let at a file stands in the ledger and its receipts, which last; a log would name files again.',
    });
  }

  /** All files of a folder, for the role of another stack: their ARN, and what a rule check calls it. */
  filesIn(folder: DocumentFolder): { arn: string; called: string } {
    const { arn, name } = this.exported;
    return { arn: `${arn}/${folder}/*`, called: `${name}/${folder}/*` };
  }

  /** CDK's own switch for it is a function that turns it on from outside; CloudFormation does without. */
  private tellEvents(): void {
    const bucket = this.node.defaultChild as CfnBucket;
    bucket.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
  }
}

function expiring(folder: DocumentFolder, after: Duration) {
  return { id: folder, prefix: `${folder}/`, expiration: after };
}
