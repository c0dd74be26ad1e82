import { describe, expect, test, vi } from 'vitest';
import { personClaims } from '../../infra/local/issuer/access-token.ts';
import { people } from '../../infra/local/issuer/people.ts';
import { preTokenGeneration } from '../../infra/local/issuer/token-trigger.ts';
import type { Invocation } from '../../infra/local/lambda/function.ts';

const { anna } = people;
if (!anna) throw new Error('there is no anna');
const REQUEST = { person: anna, clientId: 'dashboard', scopes: ['openid', 'partner-api/customer'] };

const ask = (outcome: Invocation) => {
  const invoke = vi.fn(async (_event: unknown) => outcome);
  const changes = preTokenGeneration({ poolId: 'pool', region: 'eu-central-1', invoke })(REQUEST);
  return { invoke, changes };
};
const answered = (accessTokenGeneration: object): Invocation => ({
  payload: { response: { claimsAndScopeOverrideDetails: { accessTokenGeneration } } },
});

describe('the pre-token-generation trigger', () => {
  test('is told what Cognito tells it', async () => {
    const { invoke, changes } = ask({ payload: {} });
    await changes;
    expect(invoke).toHaveBeenCalledExactlyOnceWith({
      version: '2',
      triggerSource: 'TokenGeneration_HostedAuth',
      region: 'eu-central-1',
      userPoolId: 'pool',
      userName: anna.sub,
      callerContext: { awsSdkVersion: expect.any(String), clientId: 'dashboard' },
      request: {
        userAttributes: {
          sub: anna.sub,
          email: 'anna@example.com',
          email_verified: 'true',
          birthdate: '1985-03-02',
          'cognito:user_status': 'CONFIRMED',
        },
        groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
        scopes: ['openid', 'partner-api/customer'],
      },
      response: { claimsAndScopeOverrideDetails: null },
    });
  });

  test.each<[string, Invocation, object]>([
    ['nothing', { payload: null }, { add: {}, suppress: [] }],
    [
      'no details',
      { payload: { response: { claimsAndScopeOverrideDetails: null } } },
      { add: {}, suppress: [] },
    ],
    ['a claim', answered({ claimsToAddOrOverride: { email: 'a' } }), { add: { email: 'a' }, suppress: [] }],
    ['a claim less', answered({ claimsToSuppress: ['email'] }), { add: {}, suppress: ['email'] }],
  ])('may say %s', async (_, outcome, expected) => {
    expect(await ask(outcome).changes).toEqual(expected);
  });

  test('may not say what would not be done', async () => {
    await expect(ask(answered({ scopesToAdd: ['all'] })).changes).rejects.toThrow('scopesToAdd');
    const details = { groupOverrideDetails: {} };
    const outcome = { payload: { response: { claimsAndScopeOverrideDetails: details } } };
    await expect(ask(outcome).changes).rejects.toThrow('groupOverrideDetails');
  });

  test('fails without repeating what the function said', async () => {
    const error = { errorType: 'TypeError', errorMessage: 'cannot read anna@example.com' };
    const { changes } = ask({ error });
    await expect(changes).rejects.toThrow(/^PreTokenGeneration failed: TypeError$/);
  });
});

test('what a trigger says never replaces what Cognito says itself', () => {
  const minted = { iat: 1, exp: 2, jti: 'jti', clientId: 'dashboard', scope: 'openid', issuer: 'pool' };
  const add = { sub: 'ben', scope: 'all', client_id: 'broker', exp: 9e9, email: 'a', birthdate: 'b' };
  const claims = personClaims(minted, { sub: 'anna', authTime: 1 }, { add, suppress: ['birthdate'] });
  expect(claims).toEqual({
    sub: 'anna',
    username: 'anna',
    token_use: 'access',
    scope: 'openid',
    auth_time: 1,
    iss: 'pool',
    exp: 2,
    iat: 1,
    version: 2,
    jti: 'jti',
    client_id: 'dashboard',
    email: 'a',
  });
});
