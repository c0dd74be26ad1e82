import type { Catalogue, Physical, Provision, ResolvedResource, Runtime } from '../runtime.ts';
import { stableId, textOf } from './properties.ts';

const SECONDS = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };
/** Cognito's default: an hour. */
const DEFAULT_LIFETIME = { validity: 60, unit: 'minutes' } as const;

function provisionPool(resource: ResolvedResource, { issuer, region, account }: Runtime): Physical {
  const id = `${region}_${stableId(resource, 9)}`;
  const { url } = issuer.addPool(id);
  return {
    ref: id,
    attributes: {
      Arn: `arn:aws:cognito-idp:${region}:${account}:userpool/${id}`,
      ProviderName: `cognito-idp.${region}.amazonaws.com/${id}`,
      ProviderURL: url,
      UserPoolId: id,
    },
  };
}

function provisionResourceServer(resource: ResolvedResource, { issuer }: Runtime): Physical {
  const identifier = textOf(resource, 'Identifier');
  const scopes = (resource.properties.Scopes ?? []) as { ScopeName: string }[];
  issuer
    .pool(textOf(resource, 'UserPoolId'))
    .addScopes(scopes.map(({ ScopeName }) => `${identifier}/${ScopeName}`));
  return { ref: identifier, attributes: {} };
}

interface ClientProperties {
  AccessTokenValidity?: number;
  AllowedOAuthFlows?: string[];
  AllowedOAuthScopes?: string[];
  ClientName?: string;
  GenerateSecret?: boolean;
  TokenValidityUnits?: { AccessToken?: keyof typeof SECONDS };
}

/** The client id is the client's name, so that people can remember it. */
function provisionClient(resource: ResolvedResource, { issuer }: Runtime): Physical {
  const properties = resource.properties as ClientProperties;
  const {
    AllowedOAuthFlows: flows = [],
    AllowedOAuthScopes: scopes = [],
    GenerateSecret: secret,
  } = properties;
  if (flows.join() !== 'client_credentials' || secret !== true) {
    throw new Error('Only clients that exchange a secret for tokens are executed');
  }
  const { AccessTokenValidity: validity = DEFAULT_LIFETIME.validity, TokenValidityUnits: units = {} } =
    properties;
  const unit =
    properties.AccessTokenValidity === undefined ? DEFAULT_LIFETIME.unit : (units.AccessToken ?? 'hours');
  const clientId = properties.ClientName ?? resource.logicalId;
  const pool = issuer.pool(textOf(resource, 'UserPoolId'));
  const clientSecret = pool.addClient({ clientId, scopes, accessTokenSeconds: validity * SECONDS[unit] });
  return { ref: clientId, attributes: { ClientId: clientId, ClientSecret: clientSecret, Name: clientId } };
}

function substituted(reason: string, provision: Provision) {
  return { treatment: 'substituted', reason, provision } as const;
}

/** Who issues tokens. */
export const cognitoCatalogue: Catalogue = {
  'AWS::Cognito::UserPool': substituted('oidc-provider issues tokens of the same shape', provisionPool),
  'AWS::Cognito::UserPoolClient': substituted('a client of oidc-provider', provisionClient),
  'AWS::Cognito::UserPoolDomain': {
    treatment: 'inert',
    reason: 'the token endpoint is below the issuer here',
    provision: (resource) => ({ ref: textOf(resource, 'Domain'), attributes: {} }),
  },
  'AWS::Cognito::UserPoolResourceServer': substituted('its scopes', provisionResourceServer),
};
