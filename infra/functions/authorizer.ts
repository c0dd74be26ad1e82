import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import { scopePrefix, type TokenIssuer } from '../constructs/token-issuer.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Settings } from '../stacks/settings.ts';

/**
 * Turns a token of this issuer, or of a device's own, into what its bearer may do. Who has signed in goes on as a
 * pseudonym only, which takes the master secret.
 */
export class Authorizer extends ApiFunction {
  constructor(scope: Construct, settings: Settings, { key, tables, master }: DataStack, issuer: TokenIssuer) {
    super(scope, 'authorizer', {
      ...settings,
      key,
      description: 'Turns a token into what its bearer may do',
      environment: {
        TOKEN_ISSUER: issuer.issuer,
        TOKEN_JWKS_URI: issuer.jwksUri,
        SCOPE_PREFIX: scopePrefix,
        ...(issuer.audience !== undefined && { TOKEN_AUDIENCE: issuer.audience }),
      },
      timeout: Duration.seconds(10),
      memory: 1024,
    });
    this.reach(tables.partners, ['GetItem']);
    this.reach(tables.devices, ['GetItem']);
    this.entrust(master);
  }
}
