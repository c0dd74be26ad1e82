import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { handler } from './token-claims.ts';

const person = { email: 'anna@example.com', email_verified: 'true', birthdate: '1985-03-02' };

const tokenFor = async (
  triggerSource: string,
  scopes: string[] | undefined,
  userAttributes: Record<string, string> = { sub: 'b7c1', 'custom:note': 'x', ...person },
) => {
  const event = {
    triggerSource,
    request: { userAttributes, groupConfiguration: {}, scopes },
    response: { claimsAndScopeOverrideDetails: {} },
  } as unknown as PreTokenGenerationV2TriggerEvent;
  return (await handler(event)).response.claimsAndScopeOverrideDetails;
};

const CUSTOMER = ['openid', 'partner-api/customer'];

describe('an access token', () => {
  it.each(['TokenGeneration_HostedAuth', 'TokenGeneration_RefreshTokens'])(
    'of a customer says who signed in, and nothing else of them: %s',
    async (source) => {
      expect(await tokenFor(source, CUSTOMER)).toEqual({
        accessTokenGeneration: { claimsToAddOrOverride: person },
      });
    },
  );

  it('leaves out what the issuer does not know', async () => {
    expect(await tokenFor('TokenGeneration_HostedAuth', CUSTOMER, { email: 'anna@example.com' })).toEqual({
      accessTokenGeneration: { claimsToAddOrOverride: { email: 'anna@example.com' } },
    });
  });

  it.each([
    ['that nobody signed in for', 'TokenGeneration_ClientCredentials', CUSTOMER],
    ['that was had by password', 'TokenGeneration_Authentication', CUSTOMER],
    ['of the staff', 'TokenGeneration_HostedAuth', ['partner-api/customers:manage']],
    ['of no scope', 'TokenGeneration_HostedAuth', undefined],
  ])('%s says of no person', async (_what, source, scopes) => {
    expect(await tokenFor(source, scopes)).toEqual({});
  });
});
