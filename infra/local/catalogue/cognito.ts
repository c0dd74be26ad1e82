import { type BeforeToken, noTrigger, preTokenGeneration } from '../issuer/token-trigger.ts';
import type { UserPool } from '../issuer/user-pool.ts';
import type { Catalogue, Physical, Provision, ResolvedResource, Runtime } from '../runtime.ts';
import { record, stableId, text, textOf } from './properties.ts';

const COGNITO = 'cognito-idp.amazonaws.com';

const SECONDS = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };
/** Cognito's default: an hour. */
const DEFAULT_LIFETIME = { validity: 60, unit: 'minutes' } as const;

function provisionPool(resource: ResolvedResource, runtime: Runtime): Physical {
  const { issuer, region, account } = runtime;
  const id = `${region}_${stableId(resource, 9)}`;
  const arn = `arn:aws:cognito-idp:${region}:${account}:userpool/${id}`;
  const { url } = issuer.addPool(id, triggerOf(resource, { id, arn }, runtime));
  return {
    ref: id,
    attributes: {
      Arn: arn,
      ProviderName: `cognito-idp.${region}.amazonaws.com/${id}`,
      ProviderURL: url,
      UserPoolId: id,
    },
  };
}

/** What the pool calls before it makes a token, if the function permits it then. */
function triggerOf(
  { properties }: ResolvedResource,
  pool: { id: string; arn: string },
  { iam, lambda, region }: Runtime,
): BeforeToken {
  const { PreTokenGenerationConfig: config, ...others } = record(properties, 'LambdaConfig');
  if (Object.keys(others).length > 0) throw new Error(`triggers ${Object.keys(others)} are not executed`);
  if (config === undefined) return noTrigger;
  const { LambdaArn: functionArn, LambdaVersion: version } = config as Record<string, unknown>;
  if (version !== 'V2_0') throw new Error('only pre-token-generation triggers of version V2_0 are executed');
  const arn = String(functionArn);
  return preTokenGeneration({
    poolId: pool.id,
    region,
    invoke: async (event) => {
      const source = { 'aws:SourceArn': pool.arn };
      const permitted = iam.isServiceAllowed(COGNITO, 'lambda:InvokeFunction', arn, source);
      if (permitted) return lambda.invoke(arn, event);
      return { error: { errorType: 'AccessDenied', errorMessage: 'The function does not permit this pool' } };
    },
  });
}

/** Cognito's domain leads to the pool itself. */
function provisionDomain(resource: ResolvedResource, { issuer, addresses, region }: Runtime): Physical {
  const domain = textOf(resource, 'Domain');
  const { url } = issuer.pool(textOf(resource, 'UserPoolId'));
  addresses.add(`https://${domain}.auth.${region}.amazoncognito.com`, url);
  return { ref: domain, attributes: {} };
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
  CallbackURLs?: string[];
  ClientName?: string;
  GenerateSecret?: boolean;
  LogoutURLs?: string[];
  TokenValidityUnits?: { AccessToken?: keyof typeof SECONDS };
}

/** The client id is the client's name, so that people can remember it. */
function provisionClient(resource: ResolvedResource, { issuer }: Runtime): Physical {
  const properties = resource.properties as ClientProperties;
  const clientId = properties.ClientName ?? resource.logicalId;
  const secret = addClient(issuer.pool(text(resource.properties, 'UserPoolId')), clientId, properties);
  return {
    ref: clientId,
    attributes: { ClientId: clientId, Name: clientId, ...(secret !== undefined && { ClientSecret: secret }) },
  };
}

/** Adds a client of one of the two kinds there are; answers its secret if it has one. */
function addClient(pool: UserPool, clientId: string, properties: ClientProperties): string | undefined {
  const { AllowedOAuthFlows: flows = [], AllowedOAuthScopes: scopes = [] } = properties;
  const client = { clientId, scopes, accessTokenSeconds: accessTokenSeconds(properties) };
  const kind = `${flows.join()} ${properties.GenerateSecret === true ? 'with' : 'without'} a secret`;
  if (kind === 'client_credentials with a secret') return pool.addClient(client);
  if (kind !== 'code without a secret') {
    throw new Error('Only clients that exchange a secret, and pages on which people sign in, are executed');
  }
  const { CallbackURLs: redirectUris = [], LogoutURLs: logoutUris = [] } = properties;
  pool.addPage({ ...client, redirectUris, logoutUris });
  return undefined;
}

function accessTokenSeconds(properties: ClientProperties): number {
  const { AccessTokenValidity: validity, TokenValidityUnits: units = {} } = properties;
  if (validity === undefined) return DEFAULT_LIFETIME.validity * SECONDS[DEFAULT_LIFETIME.unit];
  return validity * SECONDS[units.AccessToken ?? 'hours'];
}

function substituted(reason: string, provision: Provision) {
  return { treatment: 'substituted', reason, provision } as const;
}

/** Who issues tokens. */
export const cognitoCatalogue: Catalogue = {
  'AWS::Cognito::UserPool': substituted(
    'oidc-provider issues tokens of the same shape, and calls the trigger; people sign in without a second factor',
    provisionPool,
  ),
  'AWS::Cognito::UserPoolClient': substituted('a client of oidc-provider', provisionClient),
  'AWS::Cognito::UserPoolDomain': substituted(
    'its address leads to the pool on this machine',
    provisionDomain,
  ),
  'AWS::Cognito::UserPoolResourceServer': substituted('its scopes', provisionResourceServer),
};
