import type { Catalogue, ResolvedResource, Runtime } from '../runtime.ts';
import type { Expiration } from '../s3/expiration.ts';
import { onlyKeys, onlyProperties, record, records, stableId, text } from './properties.ts';

const EXECUTED = [
  'BucketName',
  'LifecycleConfiguration',
  'NotificationConfiguration',
  'OwnershipControls',
  'PublicAccessBlockConfiguration',
];
/** Of no effect on what is put and got: it is encrypted by the file system, or it is not. */
const OF_THE_SERVICE = ['BucketEncryption', 'Tags'];

const RULE = ['AbortIncompleteMultipartUpload', 'ExpirationInDays', 'Id', 'Prefix', 'Status'];
const PUBLIC_ACCESS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];

/** Buckets and their policies. */
export const s3Catalogue: Catalogue = {
  'AWS::S3::Bucket': {
    treatment: 'substituted',
    reason: 'By s3rver, behind a gate that asks for rights; tells the default bus of what comes in.',
    provision(resource, { buckets, region }) {
      onlyProperties(resource, [...EXECUTED, ...OF_THE_SERVICE]);
      refuseOpen(resource);
      const name = bucketName(resource);
      const arn = `arn:aws:s3:::${name}`;
      const domain = `${name}.s3.${region}.amazonaws.com`;
      buckets.ensure({
        name,
        arn,
        tellsEventBridge: tellsEventBridge(resource),
        expirations: expirationsOf(resource),
      });
      return { ref: name, attributes: { Arn: arn, DomainName: domain, RegionalDomainName: domain } };
    },
  },
  'AWS::S3::BucketPolicy': {
    treatment: 'executed',
    reason: 'Speaks of every request for an object, with the policies of the role that signed it.',
    provision(resource, { iam }: Runtime) {
      onlyProperties(resource, ['Bucket', 'PolicyDocument']);
      const { logicalId, properties } = resource;
      iam.addResourcePolicy(
        `arn:aws:s3:::${text(properties, 'Bucket')}`,
        record(properties, 'PolicyDocument'),
      );
      return { ref: logicalId, attributes: {} };
    },
  },
};

/** Nobody gets in here without a signature, and nothing has an access list: what asks for either is refused. */
function refuseOpen({ properties }: ResolvedResource): void {
  const block = record(properties, 'PublicAccessBlockConfiguration');
  if (PUBLIC_ACCESS.some((kind) => block[kind] !== true))
    throw new Error('only buckets that block all public access are executed');
  const [rule = {}] = records(record(properties, 'OwnershipControls'), 'Rules');
  if ((rule.ObjectOwnership ?? 'BucketOwnerEnforced') !== 'BucketOwnerEnforced')
    throw new Error('only buckets whose owner owns all objects are executed');
}

/** A name as CloudFormation would give it, of characters that a name of a bucket may have. */
function bucketName(resource: ResolvedResource): string {
  const { stack, logicalId, properties } = resource;
  if (properties.BucketName !== undefined) return text(properties, 'BucketName');
  return `${stack}-${logicalId}`.toLowerCase().slice(0, 50).concat('-', stableId(resource, 12));
}

function tellsEventBridge({ properties }: ResolvedResource): boolean {
  const notification = record(properties, 'NotificationConfiguration');
  onlyKeys('a notification', notification, ['EventBridgeConfiguration']);
  const eventBridge = record(notification, 'EventBridgeConfiguration');
  return notification.EventBridgeConfiguration !== undefined && eventBridge.EventBridgeEnabled !== false;
}

/** How long its rules let a bucket keep things. Uploads in parts, which they may end, are not offered here. */
function expirationsOf({ properties }: ResolvedResource): Expiration[] {
  const rules = records(record(properties, 'LifecycleConfiguration'), 'Rules');
  return rules.flatMap((rule) => {
    onlyKeys('a lifecycle rule', rule, RULE);
    if (rule.Status !== 'Enabled') throw new Error('only lifecycle rules that are enabled are executed');
    if (rule.ExpirationInDays === undefined) return [];
    const prefix = text(rule, 'Prefix');
    if (!prefix.endsWith('/')) throw new Error(`the prefix ${prefix} of a lifecycle rule is not a folder`);
    return [{ prefix, days: Number(rule.ExpirationInDays) }];
  });
}
