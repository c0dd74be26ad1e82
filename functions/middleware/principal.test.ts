import type { APIGatewayProxyEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { gatewayEvent, requestTo } from '../../test/support/calls.ts';
import { principal } from './principal.ts';

/** A request to an operation, with these claims instead of an ordinary partner's. */
function claiming(claims: Record<string, string | undefined>) {
  const { requestContext } = gatewayEvent('getQuote');
  const authorizer = { ...requestContext.authorizer, ...claims };
  return requestTo('getQuote', {
    requestContext: { ...requestContext, authorizer } as APIGatewayProxyEvent['requestContext'],
  });
}

const admit = async (request: ReturnType<typeof requestTo>) => principal().before?.(request);
const seconds = () => Math.floor(Date.now() / 1000);

describe('the principal', () => {
  it('is what the authorizer says', async () => {
    const request = claiming({});
    await admit(request);
    expect(request.context.call.principal).toEqual({
      clientId: 'broker',
      partnerId: 'house-of-brokers',
      kind: 'partner',
      scopes: ['quotes:read', 'quotes:write'],
      permissions: ['POLICY_READ'],
    });
  });

  it.each([
    ['staff', 'staff'],
    ['partner', 'partner'],
    ['customer', 'customer'],
    ['device', 'device'],
    ['administrator', 'nobody'],
    ['', 'nobody'],
    [undefined, 'nobody'],
  ])('of kind %s is %s', async (kind, understood) => {
    const request = claiming({ kind });
    await admit(request);
    expect(request.context.call.principal.kind).toBe(understood);
  });

  it.each([
    ['a token that ended', { exp: String(seconds() - 1) }, 'token-expired'],
    ['a token without an end', { exp: undefined }, 'token-expired'],
    ['an end that is no number', { exp: 'never' }, 'token-expired'],
    ['no client', { clientId: undefined }, 'unauthorized'],
    ['a client without a name', { clientId: '' }, 'unauthorized'],
    ['no partner', { partnerId: undefined }, 'unauthorized'],
    ['a partner without a name', { partnerId: '' }, 'unauthorized'],
    ['no scopes', { scopes: undefined }, 'insufficient-scope'],
    ['another scope', { scopes: 'quotes:write' }, 'insufficient-scope'],
    ['a scope with a longer name', { scopes: 'quotes:read2 xquotes:read' }, 'insufficient-scope'],
  ])('is nobody with %s', async (_what, claims, code) => {
    const request = claiming(claims);
    await expect(admit(request)).rejects.toThrow(expect.objectContaining({ code }));
    expect(request.context.call.principal.kind).toBe('nobody');
  });

  it('is a customer of nothing where the issuer vouches for nobody', async () => {
    const request = claiming({ kind: 'customer', identity: undefined });
    await admit(request);
    expect(request.context.call.principal).not.toHaveProperty('customerId');
  });

  it('is nobody where no authorizer spoke', async () => {
    const requestContext = { requestId: 'request-1' } as APIGatewayProxyEvent['requestContext'];
    await expect(admit(requestTo('getQuote', { requestContext }))).rejects.toThrow();
  });
});
