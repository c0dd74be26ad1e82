import { Aws, Duration, type RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery,
  FeaturePlan,
  LambdaVersion,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  StandardThreatProtectionMode,
  UserPool,
  UserPoolOperation,
  type UserPoolProps,
  type UserPoolResourceServer,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { customerScope, scopes } from '../../openapi/generated/operations.ts';
import type { ApiFunction } from './api-function.ts';
import { scopePrefix, type TokenIssuer } from './token-issuer.ts';

const contractScope = (name: string) =>
  new ResourceServerScope({ scopeName: name, scopeDescription: `${name} of the contract` });

/** By both a login is known to be a customer, so neither is changed: whose has changed gets another login. */
const attributes = {
  email: { required: true, mutable: false },
  birthdate: { required: true, mutable: false },
} as const;

/** Logins are made by the insurer: nobody can sign up. */
const people: UserPoolProps = {
  selfSignUpEnabled: false,
  signInAliases: { email: true },
  standardAttributes: attributes,
  accountRecovery: AccountRecovery.EMAIL_ONLY,
  mfa: Mfa.REQUIRED,
  mfaSecondFactor: { sms: false, otp: true },
  passwordPolicy: { minLength: 14, requireDigits: true, requireSymbols: true, requireUppercase: true },
  featurePlan: FeaturePlan.PLUS,
  standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
};

export interface IssuerProps {
  readonly stage: string;
  readonly retain: boolean;
  readonly removalPolicy: RemovalPolicy;
  /** Has access tokens say who signed in. */
  readonly tokenClaims: ApiFunction;
}

/**
 * The default issuer of tokens: a Cognito user pool whose resource server knows the contract's scopes. Its clients
 * are machines that exchange their secret for a token, and the page on which customers sign in.
 */
export class Issuer extends Construct implements TokenIssuer {
  readonly issuer: string;
  readonly jwksUri: string;
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  readonly logoutUrl: string;
  readonly customerScope = `${scopePrefix}/${customerScope}`;
  private readonly pool: UserPool;
  private readonly server: UserPoolResourceServer;

  constructor(scope: Construct, id: string, { stage, retain, removalPolicy, tokenClaims }: IssuerProps) {
    super(scope, id);
    this.pool = new UserPool(this, 'Pool', { ...people, deletionProtection: retain, removalPolicy });
    this.pool.addTrigger(
      UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG,
      tokenClaims.lambda,
      // The first version that can say something in an access token.
      LambdaVersion.V2_0,
    );
    this.server = this.pool.addResourceServer('Scopes', {
      identifier: scopePrefix,
      scopes: [...scopes, customerScope].map(contractScope),
    });
    const domain = this.pool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: `partner-api-${stage}-${Aws.ACCOUNT_ID}` },
    });
    this.issuer = this.pool.userPoolProviderUrl;
    this.jwksUri = `${this.issuer}/.well-known/jwks.json`;
    this.authorizeUrl = `${domain.baseUrl()}/oauth2/authorize`;
    this.tokenUrl = `${domain.baseUrl()}/oauth2/token`;
    this.logoutUrl = `${domain.baseUrl()}/logout`;
  }

  /** Makes the client; Cognito chooses its id, and a secret. */
  clientOf(name: string, granted: readonly string[]): string {
    const client = this.pool.addClient(name, {
      userPoolClientName: name,
      generateSecret: true,
      // Says which ways of signing in there are; left out, Cognito would open some.
      authFlows: { user: false },
      oAuth: { flows: { clientCredentials: true }, scopes: granted.map((each) => this.scopeOf(each)) },
      accessTokenValidity: Duration.hours(1),
      preventUserExistenceErrors: true,
    });
    return client.userPoolClientId;
  }

  /** Makes the client, a public one. Its tokens are short-lived, since no page can keep one safe. */
  clientOfPage(name: string, url: string): string {
    const client = this.pool.addClient(name, {
      userPoolClientName: name,
      generateSecret: false,
      authFlows: { user: false },
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, this.scopeOf(customerScope)],
        callbackUrls: [url],
        logoutUrls: [url],
      },
      accessTokenValidity: Duration.minutes(15),
      idTokenValidity: Duration.minutes(15),
      // The shortest that there is. The page does not use it.
      refreshTokenValidity: Duration.hours(1),
      preventUserExistenceErrors: true,
    });
    return client.userPoolClientId;
  }

  private scopeOf(name: string): OAuthScope {
    return OAuthScope.resourceServer(this.server, contractScope(name));
  }
}
