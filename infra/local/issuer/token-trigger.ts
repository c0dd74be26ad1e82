import type { Invocation } from '../lambda/function.ts';
import type { Person } from './people.ts';

/** What a trigger changes in an access token. */
export interface ClaimChanges {
  add: Readonly<Record<string, unknown>>;
  suppress: readonly string[];
}

/** A token that is about to be made for somebody who signed in. */
export interface TokenRequest {
  person: Person;
  clientId: string;
  scopes: readonly string[];
}

/** Is asked before a token is made. Throws when it fails, and then there is no token. */
export type BeforeToken = (request: TokenRequest) => Promise<ClaimChanges>;

/** A pool whose template names no trigger. */
export const noTrigger: BeforeToken = async () => ({ add: {}, suppress: [] });

/** The pool that calls, and how: what the function does not permit, or fails in, is in the outcome. */
export interface TriggerParts {
  poolId: string;
  region: string;
  invoke: (event: unknown) => Promise<Invocation>;
}

/** The pre-token-generation trigger of version 2, as Cognito's developer guide has it. */
export function preTokenGeneration(parts: TriggerParts): BeforeToken {
  return async (request) => {
    const outcome = await parts.invoke(eventOf(request, parts));
    // What the function says of its failure may hold what it was given.
    if ('error' in outcome) throw new Error(`PreTokenGeneration failed: ${outcome.error.errorType}`);
    return readChanges(outcome.payload);
  };
}

function eventOf({ person, clientId, scopes }: TokenRequest, { poolId, region }: TriggerParts): object {
  const { sub, email, birthdate } = person;
  return {
    version: '2',
    triggerSource: 'TokenGeneration_HostedAuth',
    region,
    userPoolId: poolId,
    userName: sub,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId },
    request: {
      userAttributes: {
        sub,
        email,
        email_verified: 'true',
        birthdate,
        'cognito:user_status': 'CONFIRMED',
      },
      groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
      scopes,
    },
    response: { claimsAndScopeOverrideDetails: null },
  };
}

type Json = Record<string, unknown>;

/** Reads the answer. Throws on what it says that would not be done. */
function readChanges(payload: unknown): ClaimChanges {
  const { response } = (payload ?? {}) as { response?: Json | null };
  const details = saidOf(response?.claimsAndScopeOverrideDetails, ['accessTokenGeneration']);
  const generation = saidOf(details.accessTokenGeneration, ['claimsToAddOrOverride', 'claimsToSuppress']);
  return {
    add: (generation.claimsToAddOrOverride ?? {}) as Json,
    suppress: (generation.claimsToSuppress ?? []) as string[],
  };
}

/** The members of a part that say something; only those known are executed. */
function saidOf(part: unknown, known: readonly string[]): Json {
  const said = Object.entries(part ?? {}).filter(([, value]) => value !== null && value !== undefined);
  const unknown = said.map(([name]) => name).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`of a trigger's answer, ${unknown.join(', ')} is not executed`);
  return Object.fromEntries(said);
}
