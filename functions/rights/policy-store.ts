import type { Write } from '../platform/commit.ts';
import { variable } from '../platform/env.ts';
import type { Policy } from '../policies/policy.ts';

/** Holds an erasure to a policy as it was read: its cover has not begun again since. */
export function mustRemain({ policyId, version }: Pick<Policy, 'policyId' | 'version'>): Write {
  return {
    ConditionCheck: {
      TableName: variable('POLICIES_TABLE'),
      Key: { policyId: { S: policyId } },
      ConditionExpression: 'version = :version',
      ExpressionAttributeValues: { ':version': { N: String(version) } },
    },
  };
}
