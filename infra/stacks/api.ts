import { type App, CfnOutput, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import { Firewall } from '../constructs/firewall.ts';
import { ForeignIssuer } from '../constructs/foreign-issuer.ts';
import { Issuer } from '../constructs/issuer.ts';
import type { Jobs } from '../constructs/job-watch.ts';
import { PartnerAccess } from '../constructs/partner-access.ts';
import { SpecApi } from '../constructs/spec-api.ts';
import type { TokenIssuer } from '../constructs/token-issuer.ts';
import { UsagePlans } from '../constructs/usage-plans.ts';
import { Authorizer } from '../functions/authorizer.ts';
import { ConsentExpiry } from '../functions/consent-expiry.ts';
import { Erasures } from '../functions/erasures.ts';
import { PartnerRegistrar } from '../functions/partner-registrar.ts';
import { QuoteExpiry } from '../functions/quote-expiry.ts';
import { Renewals } from '../functions/renewals.ts';
import { makeRooms } from '../functions/rooms.ts';
import { TokenClaims } from '../functions/token-claims.ts';
import { TripCompletion } from '../functions/trip-completion.ts';
import { customers, devices, type Registrant } from '../partners.ts';
import type { DataStack } from './data.ts';
import type { Settings } from './settings.ts';

/** The gateway, the functions behind it, what runs every minute, and who may come in. */
export class ApiStack extends Stack {
  readonly gateway: SpecApi;
  readonly firewall: Firewall;
  readonly jobs: Jobs;

  constructor(app: App, settings: Settings, data: DataStack) {
    const { stage, retain, removalPolicy } = settings;
    super(app, `${stage}-api`, { description: 'Partner API: gateway', terminationProtection: retain });
    const issuer = this.issuerFor(settings, data);
    const name = `${stage}-partner-api`;
    this.gateway = new SpecApi(this, 'Gateway', {
      name,
      authorizer: new Authorizer(this, settings, data, issuer),
      rooms: makeRooms(this, settings, data),
      key: data.key,
      removalPolicy,
    });
    this.firewall = new Firewall(this, 'Firewall', { name, stage: this.gateway.api.deploymentStage });
    new QuoteExpiry(this, settings, data);
    this.jobs = {
      renewals: new Renewals(this, settings, data),
      consentExpiry: new ConsentExpiry(this, settings, data),
      erasures: new Erasures(this, settings, data),
      tripCompletion: new TripCompletion(this, settings, data),
    };
    this.letIn(settings, issuer, new PartnerRegistrar(this, settings, data));
  }

  /** Every function of the stack. */
  get functions(): readonly ApiFunction[] {
    return this.node.children.filter((child) => child instanceof ApiFunction);
  }

  private issuerFor(settings: Settings, data: DataStack): TokenIssuer {
    if (settings.issuer) return new ForeignIssuer(settings.issuer);
    const tokenClaims = new TokenClaims(this, settings, data);
    const issuer = new Issuer(this, 'Issuer', { ...settings, tokenClaims });
    new CfnOutput(this, 'TokenEndpoint', { value: issuer.tokenUrl });
    return issuer;
  }

  private letIn({ stage, partners, url }: Settings, issuer: TokenIssuer, registrar: ApiFunction): void {
    const plans = new UsagePlans(this, 'Tiers', { name: stage, stage: this.gateway.api.deploymentStage });
    const declared = new Construct(this, 'Partners');
    const register = (partner: Registrant, clientId: string) =>
      new PartnerAccess(declared, { stage, partner, clientId, plan: plans.of(partner.tier), registrar });
    for (const partner of partners) register(partner, issuer.clientOf(partner.clientId, partner.scopes));

    const dashboardUrl = `${url ?? this.gateway.url}/dashboard`;
    const clientId = issuer.clientOfPage('dashboard', dashboardUrl);
    register(customers, clientId);
    // Devices are no clients of the issuer: each signs for itself.
    register(devices, devices.clientId);
    const { authorizeUrl, tokenUrl, logoutUrl, customerScope } = issuer;
    this.gateway.tell({
      dashboardUrl,
      clientId,
      authorizeUrl,
      tokenUrl,
      customerScope,
      ...(logoutUrl !== undefined && { logoutUrl }),
    });
    new CfnOutput(this, 'DashboardUrl', { value: dashboardUrl });
  }
}
