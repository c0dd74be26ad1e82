import { customerScope } from '../../openapi/generated/operations.ts';
import type { TokenIssuer } from './token-issuer.ts';

/** What an installation says of its own OIDC issuer, in the words of OpenID Connect Discovery. */
export interface ForeignIssuerSettings {
  readonly issuer: string;
  readonly jwksUri: string;
  readonly audience: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  /** A public client with authorization code and PKCE, which comes back to the dashboard. */
  readonly dashboardClientId: string;
}

/** An OIDC issuer other than the Cognito user pool that the template would make: its clients are there already. */
export class ForeignIssuer implements TokenIssuer {
  readonly issuer: string;
  readonly jwksUri: string;
  readonly audience: string;
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  readonly customerScope = customerScope;
  private readonly pageClientId: string;

  constructor(settings: ForeignIssuerSettings) {
    this.issuer = settings.issuer;
    this.jwksUri = settings.jwksUri;
    this.audience = settings.audience;
    this.authorizeUrl = settings.authorizationEndpoint;
    this.tokenUrl = settings.tokenEndpoint;
    this.pageClientId = settings.dashboardClientId;
  }

  clientOf(name: string): string {
    return name;
  }

  clientOfPage(): string {
    return this.pageClientId;
  }
}
