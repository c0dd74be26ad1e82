import type { MachineClient, PageClient } from './pool-client.ts';
import type { Secrets } from './secrets.ts';
import type { BeforeToken } from './token-trigger.ts';

/** What a user pool has when it begins to serve. */
export interface PoolParts {
  url: string;
  secrets: Secrets;
  /** With their resource server's prefix. */
  scopes: readonly string[];
  machines: ReadonlyMap<string, MachineClient>;
  pages: ReadonlyMap<string, PageClient>;
  beforeToken: BeforeToken;
}
