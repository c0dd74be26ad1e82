/** What may ask a user pool for tokens. */
interface Client {
  clientId: string;
  /** With their resource server's prefix, as in `partner-api/quotes:read`; `openid` has none. */
  scopes: readonly string[];
  accessTokenSeconds: number;
}

/** A client that exchanges its secret for tokens. */
export type MachineClient = Client;

/** A client without a secret: a page on which people sign in, by authorization code and PKCE. */
export interface PageClient extends Client {
  /** Where people may be sent back to, to the letter. */
  redirectUris: readonly string[];
  /** Where they may be sent after signing out. */
  logoutUris: readonly string[];
}

/** What a tool must know to sign somebody in by a page. */
export type Page = Pick<PageClient, 'clientId' | 'scopes' | 'redirectUris'>;
