/** Cognito puts it before each scope: `partner-api/quotes:read`. */
export const scopePrefix = 'partner-api';

/** Who hands out the tokens that the API takes: to partners' programs, and to customers who sign in. */
export interface TokenIssuer {
  readonly issuer: string;
  readonly jwksUri: string;
  /** What its tokens must be meant for, where they say so. */
  readonly audience?: string;
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  /** Where it forgets who signed in, if it has such a place. */
  readonly logoutUrl?: string;
  /** What a page asks for to act for a customer. */
  readonly customerScope: string;

  /** The client id of a program that may ask for these scopes. */
  clientOf(name: string, scopes: readonly string[]): string;

  /** The client id of the page at this address, on which customers sign in. */
  clientOfPage(name: string, url: string): string;
}
