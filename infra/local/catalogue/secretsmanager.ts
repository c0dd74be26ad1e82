import type { Catalogue } from '../runtime.ts';
import { randomPassword } from '../secrets/random-password.ts';
import { numberOr, onlyKeys, onlyProperties, physicalName, record, stableId } from './properties.ts';

const EXECUTED = ['GenerateSecretString', 'Name'];
/** Of no effect on the value: it is encrypted by the file system, or it is not. */
const OF_THE_SERVICE = ['Description', 'KmsKeyId', 'Tags'];
const GENERATED = ['ExcludePunctuation', 'PasswordLength'];

/** Secrets Manager's own length. */
const DEFAULT_LENGTH = 32;

/** Secrets that the service makes up. */
export const secretsManagerCatalogue: Catalogue = {
  'AWS::SecretsManager::Secret': {
    treatment: 'substituted',
    reason: 'Made up once and kept in a file of its owner’s; roles read it by their right.',
    provision(resource, { secrets, region, account }) {
      onlyProperties(resource, [...EXECUTED, ...OF_THE_SERVICE]);
      const rule = record(resource.properties, 'GenerateSecretString');
      onlyKeys('a secret', rule, GENERATED);
      const name = physicalName(resource, 'Name');
      const arn = `arn:aws:secretsmanager:${region}:${account}:secret:${name}-${stableId(resource, 6)}`;
      const length = numberOr(rule, 'PasswordLength', DEFAULT_LENGTH);
      secrets.ensure(name, arn, () =>
        randomPassword({ length, punctuation: rule.ExcludePunctuation !== true }),
      );
      return { ref: arn, attributes: { Id: arn } };
    },
  },
};
