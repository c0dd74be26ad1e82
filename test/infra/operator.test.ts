import { describe, expect, it } from 'vitest';
import { only, resources, synthesize } from './synthesis.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
}

const dev = synthesize();
const policy = only(dev, 'AWS::IAM::ManagedPolicy');
const statements = (policy.PolicyDocument as { Statement: Statement[] }).Statement;
const may = (action: RegExp) =>
  statements.filter(({ Action }) => [Action].flat().some((one) => action.test(one)));
const named = (about: readonly Statement[]) => JSON.stringify(about.map(({ Resource }) => Resource));

describe('what an operator may do', () => {
  it('is held by nobody', () => {
    expect(policy).not.toHaveProperty('Roles');
    expect(policy).not.toHaveProperty('Users');
    expect(policy).not.toHaveProperty('Groups');
    const roles = [...resources(dev, 'AWS::IAM::Role').values()];
    expect(JSON.stringify(roles)).not.toContain('ManagedPolicyArns":[{"Ref"');
  });

  it('is nothing where somebody drove, and nothing to remembered answers', () => {
    expect(named(statements)).toContain('Ledger');
    expect(named(statements)).not.toMatch(/Telemetry|Cursors|Trips[0-9A-F]{8}Arn|Idempotency|DrivingKey/);
  });

  it('deletes nothing of a table in use: of restored ones only, and of dead letters', () => {
    const deleting = may(/^dynamodb:(Delete|Update|BatchWrite)/);
    expect(deleting).toHaveLength(1);
    expect(named(deleting)).toMatch(/:table\/dev-restored-\*"/);
    expect(named(may(/^sqs:DeleteMessage$/))).not.toMatch(/Queue|Feed/);
  });

  it('names no action by a wildcard, and everything but lists by name', () => {
    expect(statements.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
    const everywhere = statements.filter(({ Resource }) => Resource === '*');
    expect(everywhere.flatMap(({ Action }) => Action).every((action) => /:List\w+$/.test(action))).toBe(true);
    expect(statements.every(({ Effect }) => Effect === 'Allow')).toBe(true);
  });

  it('hands entries of the ledger to what reads it, and calls no other function', () => {
    const called = named(may(/^lambda:/));
    expect([...called.matchAll(/GetAtt(\w+?)Function/g)].map(([, id]) => id)).toEqual([
      'relay',
      'releasechain',
    ]);
  });
});
