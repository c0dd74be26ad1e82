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
}

/** The settings that the stage's variables make. Throws when one is missing, which is a fault of the deployment. */
export function settingsOf(variables: Variables, insurer: string | undefined): Settings {
  const required = Object.fromEntries(NAMES.map((name) => [name, variable(variables, name)]));
  const logoutUrl = variables?.logoutUrl;
  return {
    ...(required as Record<(typeof NAMES)[number], string>),
    ...(logoutUrl && { logoutUrl }),
    ...(insurer !== undefined && { insurer }),
  };
}

function variable(variables: Variables, name: string): string {
  const value = variables?.[name];
  if (!value) throw new Error(`stage variable ${name} is not set`);
  return value;
}
