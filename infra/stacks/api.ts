import { type App, CfnOutput, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { ApiFunction } from '../constructs/api-function.ts';
import { Firewall } from '../constructs/firewall.ts';
import { Issuer } from '../constructs/issuer.ts';
import { PartnerAccess } from '../constructs/partner-access.ts';
import { SpecApi } from '../constructs/spec-api.ts';
import { UsagePlans } from '../constructs/usage-plans.ts';
import { Authorizer } from '../functions/authorizer.ts';
import { PartnerRegistrar } from '../functions/partner-registrar.ts';
import { Policies } from '../functions/policies.ts';
import { PolicySchedule } from '../functions/policy-schedule.ts';
import { QuoteExpiry } from '../functions/quote-expiry.ts';
import { Quotes } from '../functions/quotes.ts';
import { Renewals } from '../functions/renewals.ts';
import type { DataStack } from './data.ts';
import type { ForeignIssuer, Settings } from './settings.ts';

/** The gateway, the functions behind it, and who may come in. */
export class ApiStack extends Stack {
  readonly gateway: SpecApi;
  readonly firewall: Firewall;
  readonly renewals: Renewals;
  readonly functions: readonly ApiFunction[];

  constructor(app: App, settings: Settings, data: DataStack) {
    const { stage, retain, removalPolicy } = settings;
    super(app, `${stage}-api`, { description: 'Partner API: gateway', terminationProtection: retain });
    const issuer = settings.issuer ?? new Issuer(this, 'Issuer', settings);
    const authorizer = new Authorizer(this, settings, data, issuer);
    const registrar = new PartnerRegistrar(this, settings, data);
    const rooms = new Map<string, ApiFunction>([
      ['quotes', new Quotes(this, settings, data)],
      ['policies', new Policies(this, settings, data)],
      ['schedule', new PolicySchedule(this, settings, data)],
    ]);
    const expiry = new QuoteExpiry(this, settings, data);
    this.renewals = new Renewals(this, settings, data);
    this.functions = [authorizer, ...rooms.values(), expiry, this.renewals, registrar];
    const name = `${stage}-partner-api`;
    this.gateway = new SpecApi(this, 'Gateway', { name, authorizer, rooms, key: data.key, removalPolicy });
    this.firewall = new Firewall(this, 'Firewall', { name, stage: this.gateway.api.deploymentStage });
    this.letIn(settings, issuer, registrar);
    if (issuer instanceof Issuer) new CfnOutput(this, 'TokenEndpoint', { value: issuer.tokenEndpoint });
  }

  private letIn({ stage, partners }: Settings, issuer: Issuer | ForeignIssuer, registrar: ApiFunction): void {
    const plans = new UsagePlans(this, 'Tiers', { name: stage, stage: this.gateway.api.deploymentStage });
    const declared = new Construct(this, 'Partners');
    for (const partner of partners) {
      const { clientId, tier, scopes } = partner;
      new PartnerAccess(declared, {
        stage,
        partner,
        clientId: issuer instanceof Issuer ? issuer.addClient(clientId, scopes) : clientId,
        plan: plans.of(tier),
        registrar,
      });
    }
  }
}
