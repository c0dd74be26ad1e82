import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';

/** Tokens that somebody signed in for. No other may say who a person is. */
const SIGNED_IN = ['TokenGeneration_HostedAuth', 'TokenGeneration_RefreshTokens'];

/** The scope that opens the customer's own operations, within whichever resource server. */
const CUSTOMER_SCOPE = /\/customer$/;

/**
 * Cognito's trigger before it makes a token: a customer's access token says which verified e-mail address and birth
 * date signed in, since the API reads no other token. Tokens of partners say nothing of a person.
 */
export async function handler(
  event: PreTokenGenerationV2TriggerEvent,
): Promise<PreTokenGenerationV2TriggerEvent> {
  const { userAttributes, scopes = [] } = event.request;
  const isCustomers = scopes.some((scope) => CUSTOMER_SCOPE.test(scope));
  if (!SIGNED_IN.includes(event.triggerSource) || !isCustomers) return event;
  const claims = ['email', 'email_verified', 'birthdate'].flatMap((name) => {
    const value = userAttributes[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const accessTokenGeneration = { claimsToAddOrOverride: Object.fromEntries(claims) };
  return { ...event, response: { claimsAndScopeOverrideDetails: { accessTokenGeneration } } };
}
