import { type App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { ApiFunction, type ApiFunctionProps } from '../constructs/api-function.ts';
import type { FunctionId } from '../constructs/bundles.ts';
import { Firewall } from '../constructs/firewall.ts';
import { Issuer, scopePrefix } from '../constructs/issuer.ts';
import { PartnerAccess } from '../constructs/partner-access.ts';
import { SpecApi } from '../constructs/spec-api.ts';
import { UsagePlans } from '../constructs/usage-plans.ts';
import type { DataStack } from './data.ts';
import type { ForeignIssuer, Settings } from './settings.ts';

/** The gateway, the functions behind it, and who may come in. */
export class ApiStack extends Stack {
  readonly gateway: SpecApi;
  readonly firewall: Firewall;
  readonly functions: readonly ApiFunction[];
  private readonly settings: Settings;
  private readonly data: DataStack;

  constructor(app: App, settings: Settings, data: DataStack) {
    const { stage, retain, removalPolicy } = settings;
    super(app, `${stage}-api`, { description: 'Partner API: gateway', terminationProtection: retain });
    this.settings = settings;
    this.data = data;
    const issuer = settings.issuer ?? new Issuer(this, 'Issuer', settings);
    const authorizer = this.authorizer(issuer);
    const quotes = this.quotes();
    const registrar = this.registrar();
    this.functions = [authorizer, quotes, this.quoteExpiry(), registrar];
    const name = `${stage}-partner-api`;
    this.gateway = new SpecApi(this, 'Gateway', {
      name,
      authorizer,
      rooms: new Map([['quotes', quotes]]),
      key: data.key,
      removalPolicy,
    });
    this.firewall = new Firewall(this, 'Firewall', { name, stage: this.gateway.api.deploymentStage });
    this.letIn(issuer, registrar);
    if (issuer instanceof Issuer) new CfnOutput(this, 'TokenEndpoint', { value: issuer.tokenEndpoint });
  }

  private authorizer(issuer: Issuer | ForeignIssuer): ApiFunction {
    const { partners } = this.data;
    const authorizer = this.function('authorizer', {
      description: 'Turns a token into what its bearer may do',
      environment: {
        PARTNERS_TABLE: partners.tableName,
        TOKEN_ISSUER: issuer.issuer,
        TOKEN_JWKS_URI: issuer.jwksUri,
        SCOPE_PREFIX: scopePrefix,
        ...(issuer instanceof Issuer ? {} : { TOKEN_AUDIENCE: issuer.audience }),
      },
      timeout: Duration.seconds(10),
      memory: 1024,
    });
    authorizer.allow(['dynamodb:GetItem'], partners.tableArn);
    return authorizer;
  }

  private quotes(): ApiFunction {
    const { quotes, ledger, idempotency } = this.data;
    const room = this.function('quotes', {
      description: 'Prices, lists and replays quotes',
      environment: {
        QUOTES_TABLE: quotes.tableName,
        LEDGER_TABLE: ledger.tableName,
        IDEMPOTENCY_TABLE: idempotency.tableName,
      },
      timeout: Duration.seconds(20),
      memory: 1024,
    });
    room.allow(['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem'], quotes.tableArn);
    room.allow(['dynamodb:Query'], `${quotes.tableArn}/index/listing`);
    room.allow(['dynamodb:PutItem', 'dynamodb:Query'], ledger.tableArn);
    room.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], idempotency.tableArn);
    return room;
  }

  private quoteExpiry(): ApiFunction {
    const { quotes, ledger } = this.data;
    const expiry = this.function('quote-expiry', {
      description: 'Expires the quotes whose validity has ended',
      environment: { QUOTES_TABLE: quotes.tableName, LEDGER_TABLE: ledger.tableName },
      timeout: Duration.seconds(55),
      memory: 512,
    });
    expiry.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], quotes.tableArn);
    expiry.allow(['dynamodb:Query'], `${quotes.tableArn}/index/expiry`);
    expiry.allow(['dynamodb:PutItem'], ledger.tableArn);
    // A run that failed is not repeated: the next one finds the same quotes a minute later.
    new Rule(this, 'EveryMinute', {
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(expiry.lambda, { retryAttempts: 0 })],
    });
    return expiry;
  }

  private registrar(): ApiFunction {
    const { partners } = this.data;
    const registrar = this.function('partner-registrar', {
      description: 'Keeps the partner registry as the template declares it',
      environment: { PARTNERS_TABLE: partners.tableName },
      timeout: Duration.seconds(60),
      memory: 256,
    });
    registrar.allow(['dynamodb:DeleteItem', 'dynamodb:PutItem'], partners.tableArn);
    return registrar;
  }

  private letIn(issuer: Issuer | ForeignIssuer, registrar: ApiFunction): void {
    const { stage, partners } = this.settings;
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

  private function(id: FunctionId, props: Omit<ApiFunctionProps, 'concurrency' | 'key' | 'removalPolicy'>) {
    const { concurrency, removalPolicy } = this.settings;
    return new ApiFunction(this, id, {
      ...props,
      concurrency: concurrency[id],
      key: this.data.key,
      removalPolicy,
    });
  }
}
