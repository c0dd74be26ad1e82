import { operatorArn } from '../iam/operator.ts';
import type { Catalogue } from '../runtime.ts';
import { onlyProperties, physicalName, record, records, text } from './properties.ts';

/** Roles and their policies: whoever is not granted something is refused it. */
export const iamCatalogue: Catalogue = {
  'AWS::IAM::Role': {
    treatment: 'executed',
    reason: 'Functions sign with keys of their roles, and every call is checked against the role’s policies.',
    provision(resource, runtime) {
      onlyProperties(resource, [
        'AssumeRolePolicyDocument',
        'Description',
        'ManagedPolicyArns',
        'Policies',
        'RoleName',
        'Tags',
      ]);
      const { properties } = resource;
      const name = physicalName(resource, 'RoleName');
      const arn = `arn:aws:iam::${runtime.account}:role/${name}`;
      runtime.iam.addRole(arn, name, properties.AssumeRolePolicyDocument);
      for (const policy of records(properties, 'Policies'))
        runtime.iam.attachPolicy(arn, policy.PolicyDocument);
      refuseManagedPolicies(properties);
      return { ref: name, attributes: { Arn: arn, RoleId: name } };
    },
  },
  'AWS::IAM::Policy': {
    treatment: 'executed',
    reason: 'Adds to the roles that it names.',
    provision(resource, runtime) {
      onlyProperties(resource, ['PolicyDocument', 'PolicyName', 'Roles']);
      const { properties } = resource;
      for (const role of (properties.Roles ?? []) as string[]) {
        runtime.iam.attachPolicy(
          `arn:aws:iam::${runtime.account}:role/${role}`,
          record(properties, 'PolicyDocument'),
        );
      }
      return { ref: text(properties, 'PolicyName'), attributes: {} };
    },
  },
  'AWS::IAM::ManagedPolicy': {
    treatment: 'executed',
    reason: 'The operator of this machine holds it.',
    provision(resource, { iam, account }) {
      onlyProperties(resource, ['Description', 'ManagedPolicyName', 'Path', 'PolicyDocument']);
      iam.attachPolicy(operatorArn(account), record(resource.properties, 'PolicyDocument'));
      const name = physicalName(resource, 'ManagedPolicyName');
      const arn = `arn:aws:iam::${account}:policy/${name}`;
      return { ref: arn, attributes: { PolicyArn: arn } };
    },
  },
};

/** What an AWS-managed policy grants is not in the template: only API Gateway's own role for logs may have one. */
function refuseManagedPolicies(properties: Record<string, unknown>): void {
  const managed = ((properties.ManagedPolicyArns ?? []) as string[]).filter(
    (arn) => !arn.endsWith('/AmazonAPIGatewayPushToCloudWatchLogs'),
  );
  if (managed.length > 0) throw new Error(`managed policies are not known here: ${managed.join(', ')}`);
}
