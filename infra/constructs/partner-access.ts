import { createHash } from 'node:crypto';
import { CustomResource, Duration } from 'aws-cdk-lib';
import { ApiKey, type UsagePlan } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import type { Registrant } from '../partners.ts';
import type { ApiFunction } from './api-function.ts';

export interface PartnerAccessProps {
  readonly stage: string;
  readonly partner: Registrant;
  /** As tokens carry it: Cognito's choice, or the one at another issuer. */
  readonly clientId: string;
  readonly plan: UsagePlan;
  readonly registrar: ApiFunction;
}

/**
 * What lets a partner in, or the customers: an API key on its tier's usage plan, and its row in the registry. The key proves
 * nothing and is no secret: only the authorizer names it, so that the gateway counts each partner apart.
 */
export class PartnerAccess extends Construct {
  constructor(scope: Construct, { stage, partner, clientId, plan, registrar }: PartnerAccessProps) {
    super(scope, partner.clientId);
    const value = createHash('sha256').update(`${stage}/${partner.clientId}`).digest('hex');
    const apiKey = new ApiKey(this, 'Key', { value, description: `Usage of partner ${partner.clientId}` });
    plan.addApiKey(apiKey);
    const row = new CustomResource(this, 'Row', {
      resourceType: 'Custom::Partner',
      serviceToken: registrar.lambda.functionArn,
      serviceTimeout: Duration.minutes(5),
      properties: {
        clientId,
        partnerId: partner.clientId,
        name: partner.name,
        kind: partner.kind,
        tier: partner.tier,
        apiKey: value,
        scopes: partner.scopes,
        permissions: partner.permissions,
        redirectUris: partner.redirectUris,
      },
    });
    row.node.addDependency(registrar);
  }
}
