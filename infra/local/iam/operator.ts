import type { AccessKey, Iam } from './iam.ts';

/**
 * Who operates the deployment on this machine: a person of the account, who holds the managed policies of the template
 * and nothing else. In AWS it is the insurer who attaches them to somebody.
 */
export const operatorArn = (account: string): string => `arn:aws:iam::${account}:role/operator`;

/** Lets the operator in; answers a key to sign with, valid until this process ends. */
export function admitOperator(iam: Iam, account: string): AccessKey {
  const arn = operatorArn(account);
  const people = `arn:aws:iam::${account}:root`;
  const trust = { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: people } }] };
  iam.addRole(arn, 'operator', trust);
  return iam.issueKey(arn, people);
}
