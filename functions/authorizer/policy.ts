import type { APIGatewayAuthorizerResult } from 'aws-lambda';
import { type Operation, operations } from '../../openapi/generated/operations.ts';
import type { Partner } from '../partners/partner.ts';
import type { AccessToken } from './token.ts';

/** A token's policy for the whole stage: the gateway caches it, so it must be right for every route. */
export function allow(
  partner: Partner,
  { scopes, exp }: Pick<AccessToken, 'scopes' | 'exp'>,
  methodArn: string,
  identity?: string,
): APIGatewayAuthorizerResult {
  const granted = scopes.filter((scope) => partner.scopes.includes(scope));
  const resources = Object.values<Operation>(operations)
    .filter((operation) => operation.scopes.every((scope) => granted.includes(scope)))
    .map((operation) => resourceOf(operation, stageOf(methodArn)));
  if (resources.length === 0) return deny(partner.clientId, methodArn);
  return {
    ...policy(partner.clientId, 'Allow', resources),
    usageIdentifierKey: partner.apiKey,
    context: {
      clientId: partner.clientId,
      partnerId: partner.partnerId,
      kind: partner.kind,
      scopes: granted.join(' '),
      exp: String(exp),
      permissions: partner.permissions.join(' '),
      ...(identity !== undefined && { identity }),
    },
  };
}

/** The policy of a token that is genuine and opens nothing. */
export function deny(principalId: string, methodArn: string): APIGatewayAuthorizerResult {
  return policy(principalId, 'Deny', [`${stageOf(methodArn)}/*`]);
}

function policy(
  principalId: string,
  effect: 'Allow' | 'Deny',
  resources: string[],
): APIGatewayAuthorizerResult {
  return {
    principalId,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: resources }],
    },
  };
}

/** `arn:aws:execute-api:region:account:api/stage` of `…/stage/GET/quotes`. */
function stageOf(methodArn: string): string {
  return methodArn.split('/').slice(0, 2).join('/');
}

/** A `*` matches slashes too, so a policy can be wider than its operations: the handler checks scopes again. */
function resourceOf({ method, path }: Operation, stage: string): string {
  return `${stage}/${method}${path.replace(/\{\w+\}/g, '*')}`;
}
