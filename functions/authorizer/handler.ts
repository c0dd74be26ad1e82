import { JwtBaseError } from 'aws-jwt-verify/error';
import type { APIGatewayAuthorizerResult, APIGatewayTokenAuthorizerEvent } from 'aws-lambda';
import { identityKeyOf } from '../customers/store.ts';
import { claimedDevice } from '../devices/token.ts';
import type { Partner } from '../partners/partner.ts';
import { findPartner } from '../partners/registry.ts';
import { describeError, log } from '../platform/log.ts';
import { verifyDevice } from './device-token.ts';
import { allow, deny } from './policy.ts';
import { type AccessToken, InvalidToken, verifyToken } from './token.ts';

/**
 * Token in, policy out. A token that does not hold is the gateway's 401; a genuine one of a client that is not
 * registered opens nothing.
 */
export async function handler(event: APIGatewayTokenAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
  try {
    const token = bearerTokenOf(event.authorizationToken);
    // Who says that a device signed it is held to that, whatever the issuer may have signed.
    const judge = claimedDevice(token) === undefined ? policyOfClient : policyOfDevice;
    return await judge(token, event.methodArn);
  } catch (error) {
    const faulty = error instanceof JwtBaseError || error instanceof InvalidToken;
    log[faulty ? 'info' : 'error']('unauthorized', describeError(error));
    // The gateway answers 401 to this very message, and 500 to any other: keys that cannot be had, say.
    throw faulty ? new Error('Unauthorized') : error;
  }
}

/** Three parts in base64url as RFC 7515 has them: letters that decoders pass over would give a token endless spellings. */
const BEARER = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+) *$/i;

function bearerTokenOf(authorization: string): string {
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined) throw new InvalidToken('not a bearer token');
  return token;
}

/** The policy of a token that the issuer has signed. */
async function policyOfClient(token: string, methodArn: string): Promise<APIGatewayAuthorizerResult> {
  const verified = await verifyToken(token);
  const { clientId } = verified;
  const partner = await findClient(clientId);
  const policy = partner
    ? allow(partner, verified, methodArn, await identityOf(partner, verified))
    : deny(clientId, methodArn);
  log.info('authorized', { clientId, registered: partner !== undefined });
  return policy;
}

/** The registration of a client that the issuer knows. Devices are none of its, whatever it calls a client. */
async function findClient(clientId: string): Promise<Partner | undefined> {
  const partner = await findPartner(clientId);
  return partner?.kind === 'device' ? undefined : partner;
}

/** Which customer has signed in, as a pseudonym: nothing personal goes on from here. */
async function identityOf({ kind }: Partner, { person }: AccessToken): Promise<string | undefined> {
  return kind === 'customer' && person ? identityKeyOf(person) : undefined;
}

/** The policy of a token that a device has signed. The log does not name the device: it would keep when that was driven. */
async function policyOfDevice(token: string, methodArn: string): Promise<APIGatewayAuthorizerResult> {
  const { client, exp } = await verifyDevice(token);
  log.info('authorized', { kind: client.kind, registered: true });
  return allow(client, { scopes: client.scopes, exp }, methodArn);
}
