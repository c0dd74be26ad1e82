import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import { Issuer, scopePrefix } from '../constructs/issuer.ts';
import type { DataStack } from '../stacks/data.ts';
import type { ForeignIssuer, Settings } from '../stacks/settings.ts';

/** Turns a token of this issuer into what its bearer may do. */
export class Authorizer extends ApiFunction {
  constructor(scope: Construct, settings: Settings, data: DataStack, issuer: Issuer | ForeignIssuer) {
    super(scope, 'authorizer', {
      ...settings,
      key: data.key,
      description: 'Turns a token into what its bearer may do',
      environment: {
        TOKEN_ISSUER: issuer.issuer,
        TOKEN_JWKS_URI: issuer.jwksUri,
        SCOPE_PREFIX: scopePrefix,
        ...(issuer instanceof Issuer ? {} : { TOKEN_AUDIENCE: issuer.audience }),
      },
      timeout: Duration.seconds(10),
      memory: 1024,
    });
    this.reach(data.partners, ['GetItem']);
  }
}
