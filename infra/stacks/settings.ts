import { RemovalPolicy } from 'aws-cdk-lib';
import type { Node } from 'constructs';
import { type FunctionId, functionIds } from '../constructs/bundles.ts';
import type { ForeignIssuerSettings } from '../constructs/foreign-issuer.ts';
import { type Partner, readPartners } from '../partners.ts';

/** What an installation may choose, by CDK context. */
export interface Settings {
  /** Context `stage`: prefixes the stacks. `dev` and `local` are thrown away, every other stage is kept. */
  readonly stage: string;
  readonly retain: boolean;
  readonly removalPolicy: RemovalPolicy;
  /** Context `insurer`: who insures, as documents name it. A stage that is thrown away has an example's. */
  readonly insurer: string;
  /** Context `issuer`: an OIDC issuer in place of the user pool, as JSON. */
  readonly issuer: ForeignIssuerSettings | undefined;
  /** Context `url`: where the API is reached, if by a domain of the insurer's own. */
  readonly url: string | undefined;
  /** Context `partners`: path of the file that `npm run partner` writes. */
  readonly partners: readonly Partner[];
  /** Context `reservedConcurrency`: JSON of shares that replace the usual ones; `null` leaves a function unreserved. */
  readonly concurrency: Readonly<Record<FunctionId, number | null>>;
}

/**
 * Shares of the account's concurrency (1,000 by default, 100 of it unreservable), so that no room starves
 * another. What runs every minute runs one at a time; the relay and the chain of releases once per shard of the ledger's
 * stream.
 */
const concurrency: Readonly<Record<FunctionId, number>> = {
  authorizer: 100,
  quotes: 200,
  'quote-expiry': 1,
  policies: 100,
  renewals: 1,
  claims: 50,
  'document-check': 10,
  papers: 20,
  consents: 50,
  'consent-expiry': 1,
  rights: 20,
  erasures: 1,
  devices: 20,
  telemetry: 200,
  telematics: 30,
  'trip-completion': 1,
  scoring: 10,
  'driving-purge': 5,
  dashboard: 20,
  'token-claims': 20,
  relay: 10,
  'release-chain': 10,
  'partner-registrar': 5,
};

/** @throws Error naming the context key that cannot be understood */
export function readSettings(node: Node): Settings {
  const stage = readStage(node.tryGetContext('stage') ?? 'dev');
  const retain = stage !== 'dev' && stage !== 'local';
  const file = node.tryGetContext('partners');
  const partners = file === undefined ? [] : readPartners(file);
  return {
    stage,
    retain,
    removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    insurer: readInsurer(node.tryGetContext('insurer') ?? (retain ? undefined : 'Example Insurance')),
    issuer: readIssuer(readObject(node, 'issuer'), partners),
    url: readUrl(node.tryGetContext('url')),
    partners,
    concurrency: readConcurrency(readObject(node, 'reservedConcurrency') ?? {}),
  };
}

function readStage(stage: unknown): string {
  if (typeof stage === 'string' && /^[a-z][a-z0-9-]{0,19}$/.test(stage)) return stage;
  throw new Error('context stage: lower-case letters, digits and hyphens, at most 20');
}

function readInsurer(insurer: unknown): string {
  if (typeof insurer === 'string' && /^\P{Cc}{1,100}$/u.test(insurer)) return insurer;
  throw new Error('context insurer: the name of the insurer, 1 to 100 characters');
}

/** A context value is text on the command line and may be an object in cdk.json. */
function readObject(node: Node, key: string): object | undefined {
  const value: unknown = node.tryGetContext(key);
  if (value === undefined) return undefined;
  const parsed: unknown = typeof value === 'string' ? JSON.parse(value) : value;
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  throw new Error(`context ${key}: must be a JSON object`);
}

const issuerChecks: Record<keyof ForeignIssuerSettings, (value: unknown) => boolean> = {
  issuer: isSecureUrl,
  jwksUri: isSecureUrl,
  audience: isName,
  authorizationEndpoint: isSecureUrl,
  tokenEndpoint: isSecureUrl,
  dashboardClientId: isName,
};

function readIssuer(
  value: object | undefined,
  partners: readonly Partner[],
): ForeignIssuerSettings | undefined {
  if (value === undefined) return undefined;
  const said = new Map(Object.entries(value));
  const complete = Object.entries(issuerChecks).every(([name, check]) => check(said.get(name)));
  if (!complete || said.size > Object.keys(issuerChecks).length) {
    throw new Error(`context issuer: {${Object.keys(issuerChecks).join(', ')}}, and its URLs are https`);
  }
  const issuer = value as ForeignIssuerSettings;
  // The registry would have one row for the two of them.
  if (partners.some(({ clientId }) => clientId === issuer.dashboardClientId)) {
    throw new Error(`context issuer: ${issuer.dashboardClientId} is the dashboard's client, and a partner's`);
  }
  return issuer;
}

function readUrl(url: unknown): string | undefined {
  if (url === undefined) return undefined;
  if (isSecureUrl(url) && !/[?#]|\/$/.test(url)) return url;
  throw new Error('context url: https, without a slash at its end, e.g. https://api.insurer.example/v1');
}

/** In the characters that API Gateway lets a stage's variable have. */
function isSecureUrl(url: unknown): url is string {
  return isName(url) && URL.parse(url)?.protocol === 'https:';
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.~:/?#&=,-]{1,512}$/.test(value);
}

function readConcurrency(overrides: object): Settings['concurrency'] {
  for (const [id, value] of Object.entries(overrides)) {
    const known = functionIds.some((known) => known === id);
    const valid = value === null || (Number.isSafeInteger(value) && value >= 0);
    if (!known || !valid) throw new Error(`context reservedConcurrency: ${id} cannot be ${value}`);
  }
  return { ...concurrency, ...overrides };
}
