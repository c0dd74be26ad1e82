import type { APIGatewayProxyEvent } from 'aws-lambda';

type Variables = APIGatewayProxyEvent['stageVariables'];

const NAMES = ['dashboardUrl', 'clientId', 'authorizeUrl', 'tokenUrl', 'customerScope'] as const;

/**
 * What the page must know of the deployment, all of it public: where it is, and a sign-in comes back to; the client
 * that it is to the issuer, the issuer's two endpoints, and the scope that customers have.
 */
export interface Settings extends Record<(typeof NAMES)[number], string> {
  /** Where the issuer forgets who signed in, if it has such a place. */
  logoutUrl?: string;
  /** The insurer's name, if it is known. */
  insurer?: string;
  /** The thumbprint (RFC 7638) of the key that checkpoints of releases are signed with, if it can be had now. */
  checkpointKeyId?: string;
}

/** What the stage does not say. */
type Known = { [Name in 'insurer' | 'checkpointKeyId']?: string | undefined };

/**
 * The settings that the stage's variables make, and what else is known. Throws when a variable is missing, which is a
 * fault of the deployment.
 */
export function settingsOf(variables: Variables, { insurer, checkpointKeyId }: Known): Settings {
  const required = Object.fromEntries(NAMES.map((name) => [name, variable(variables, name)]));
  const logoutUrl = variables?.logoutUrl;
  return {
    ...(required as Record<(typeof NAMES)[number], string>),
    ...(logoutUrl && { logoutUrl }),
    ...(insurer !== undefined && { insurer }),
    ...(checkpointKeyId !== undefined && { checkpointKeyId }),
  };
}

function variable(variables: Variables, name: string): string {
  const value = variables?.[name];
  if (!value) throw new Error(`stage variable ${name} is not set`);
  return value;
}
