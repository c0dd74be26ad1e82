import { Aws, Duration, type RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery,
  FeaturePlan,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  StandardThreatProtectionMode,
  UserPool,
  type UserPoolResourceServer,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { scopes } from '../../openapi/generated/operations.ts';

const contractScope = (name: string) =>
  new ResourceServerScope({ scopeName: name, scopeDescription: `${name} of the contract` });

export interface IssuerProps {
  readonly stage: string;
  readonly retain: boolean;
  readonly removalPolicy: RemovalPolicy;
}

/** Cognito puts it before each scope: `partner-api/quotes:read`. */
export const scopePrefix = 'partner-api';

/**
 * The default issuer of tokens: a Cognito user pool whose resource server knows the contract's scopes. Its
 * clients are machines that exchange their secret for a token; nobody can sign up.
 */
export class Issuer extends Construct {
  readonly issuer: string;
  readonly jwksUri: string;
  readonly tokenEndpoint: string;
  private readonly pool: UserPool;
  private readonly server: UserPoolResourceServer;

  constructor(scope: Construct, id: string, { stage, retain, removalPolicy }: IssuerProps) {
    super(scope, id);
    this.pool = new UserPool(this, 'Pool', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { sms: false, otp: true },
      passwordPolicy: { minLength: 14, requireDigits: true, requireSymbols: true, requireUppercase: true },
      featurePlan: FeaturePlan.PLUS,
      standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
      deletionProtection: retain,
      removalPolicy,
    });
    this.server = this.pool.addResourceServer('Scopes', {
      identifier: scopePrefix,
      scopes: scopes.map(contractScope),
    });
    const domain = this.pool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: `partner-api-${stage}-${Aws.ACCOUNT_ID}` },
    });
    this.issuer = this.pool.userPoolProviderUrl;
    this.jwksUri = `${this.issuer}/.well-known/jwks.json`;
    this.tokenEndpoint = `${domain.baseUrl()}/oauth2/token`;
  }

  /** Makes a client that may ask for these scopes, and answers its client id, which Cognito chooses. */
  addClient(name: string, granted: readonly string[]): string {
    const client = this.pool.addClient(name, {
      userPoolClientName: name,
      generateSecret: true,
      // Says which ways of signing in there are; left out, Cognito would open some.
      authFlows: { user: false },
      oAuth: {
        flows: { clientCredentials: true },
        scopes: granted.map((name) => OAuthScope.resourceServer(this.server, contractScope(name))),
      },
      accessTokenValidity: Duration.hours(1),
      preventUserExistenceErrors: true,
    });
    return client.userPoolClientId;
  }
}
