import { JwtBaseError } from 'aws-jwt-verify/error';
import type { APIGatewayAuthorizerResult, APIGatewayTokenAuthorizerEvent } from 'aws-lambda';
import { identityKeyOf } from '../customers/store.ts';
import type { Partner } from '../partners/partner.ts';
import { findPartner } from '../partners/registry.ts';
import { describeError, log } from '../platform/log.ts';
import { allow, deny } from './policy.ts';
import { type AccessToken, InvalidToken, verifyToken } from './token.ts';

/**
 * Token in, policy out. A token that does not hold is the gateway's 401; a genuine one of a client that is not
 * registered opens nothing.
 */
export async function handler(event: APIGatewayTokenAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
  const token = await verified(event.authorizationToken);
  const partner = await findPartner(token.clientId);
  const policy = partner
    ? allow(partner, token, event.methodArn, await identityOf(partner, token))
    : deny(token.clientId, event.methodArn);
  log.info('authorized', { clientId: token.clientId, registered: partner !== undefined });
  return policy;
}

/** Which customer has signed in, as a pseudonym: nothing personal goes on from here. */
async function identityOf({ kind }: Partner, { person }: AccessToken): Promise<string | undefined> {
  return kind === 'customer' && person ? identityKeyOf(person) : undefined;
}

async function verified(authorization: string): Promise<AccessToken> {
  const token = /^Bearer +([\w.~+/-]+=*) *$/i.exec(authorization)?.[1];
  try {
    if (token === undefined) throw new InvalidToken('not a bearer token');
    return await verifyToken(token);
  } catch (error) {
    const faulty = error instanceof JwtBaseError || error instanceof InvalidToken;
    log[faulty ? 'info' : 'error']('unauthorized', describeError(error));
    // The gateway answers 401 to this very message, and 500 to any other: keys that cannot be had, say.
    throw faulty ? new Error('Unauthorized') : error;
  }
}
