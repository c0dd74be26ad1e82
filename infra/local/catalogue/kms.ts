import type { Catalogue, Physical, ResolvedResource, Runtime } from '../runtime.ts';
import { onlyProperties, record, stableId } from './properties.ts';

const EXECUTED = ['KeyPolicy', 'KeySpec', 'KeyUsage'];
const OF_THE_SERVICE = ['Description', 'EnableKeyRotation', 'Enabled', 'PendingWindowInDays', 'Tags'];

/** A key that signs is there to be called; one that encrypts at rest works inside the services. */
function provisionKey(resource: ResolvedResource, runtime: Runtime): Physical {
  onlyProperties(resource, [...EXECUTED, ...OF_THE_SERVICE]);
  const { properties } = resource;
  const id = stableId(resource, 32);
  const arn = `arn:aws:kms:${runtime.region}:${runtime.account}:key/${id}`;
  if (properties.KeyUsage === 'SIGN_VERIFY') {
    if (properties.KeySpec !== 'ECC_NIST_P256') throw new Error('only keys on P-256 sign here');
    runtime.iam.addResourcePolicy(arn, record(properties, 'KeyPolicy'));
    refuseClosed(arn, runtime);
    runtime.signingKeys.ensure(id, arn);
  }
  return { ref: id, attributes: { Arn: arn, KeyId: id } };
}

/** A role's right counts for nothing where the key's policy does not leave it to the account to give rights. */
function refuseClosed(arn: string, { iam, account }: Runtime): void {
  const open = iam.isPrincipalAllowed(`arn:aws:iam::${account}:root`, 'kms:Sign', arn);
  if (!open) throw new Error('only keys whose policy leaves rights to the account are executed');
}

/** Keys. */
export const kmsCatalogue: Catalogue = {
  'AWS::KMS::Key': {
    treatment: 'substituted',
    reason:
      'One that signs is in a file of its owner’s; one that encrypts works inside the services, unseen.',
    provision: provisionKey,
  },
};
