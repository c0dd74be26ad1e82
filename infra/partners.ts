import { readFileSync } from 'node:fs';
import { customerScope, deviceScope, permissions, scopes } from '../openapi/generated/operations.ts';
import { type Tier, tiers } from './constructs/tiers.ts';

/** One client of the API as the registry gets it. */
export interface Registrant {
  /** Names the client in the template; becomes its client id too where another issuer hands them out. */
  readonly clientId: string;
  readonly name: string;
  readonly kind: 'partner' | 'staff' | 'customer' | 'device';
  readonly tier: Tier;
  readonly scopes: readonly string[];
  /** Consent permissions that this client may ask a customer for. */
  readonly permissions: readonly string[];
  readonly redirectUris: readonly string[];
}

/** One client of the API as the partners file declares it. */
export interface Partner extends Registrant {
  readonly kind: 'partner' | 'staff';
}

/** What only the insurer's own may do. */
const staffScopes: readonly unknown[] = ['customers:manage', 'claims:handle', 'quotes:underwrite'];

/** Everybody who signs in at the dashboard: one client, whose tokens say who it is. No file declares it. */
export const customers: Registrant = {
  clientId: 'customers',
  name: 'Customers',
  kind: 'customer',
  tier: 'customer',
  scopes: [customerScope],
  permissions: [],
  redirectUris: [],
};

/** Every device: each signs its own tokens, and all of them share this registration. No file declares it either. */
export const devices: Registrant = {
  clientId: 'devices',
  name: 'Devices',
  kind: 'device',
  tier: 'device',
  scopes: [deviceScope],
  permissions: [],
  redirectUris: [],
};

/** Those whose tiers are none of a partner's. */
const reserved = [customers, devices];

/** Why a list of partners is refused: every fault found, one per line. */
export class PartnersError extends Error {
  override readonly name = 'PartnersError';
}

type Check = (value: unknown) => string | undefined;

const matches = (pattern: RegExp, hint: string): Check => {
  return (value) => (typeof value === 'string' && pattern.test(value) ? undefined : hint);
};

const oneOf = (...values: readonly string[]): Check => {
  return (value) => (values.some((known) => known === value) ? undefined : `one of ${values.join(', ')}`);
};

const listOf = (check: Check, atLeast = 0): Check => {
  return (value) => {
    if (!Array.isArray(value) || value.length < atLeast) return `a list of ${atLeast} or more`;
    if (new Set(value).size < value.length) return 'a list without repetitions';
    return value.map(check).find((fault) => fault !== undefined);
  };
};

/** A secret handed over by redirect may travel encrypted only, or not leave the machine. */
const redirectUri: Check = (value) => {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  const loopback = url?.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(url.hostname);
  return (url?.protocol === 'https:' || loopback) && !url?.hash ? undefined : 'https URLs without fragment';
};

const checks: Record<keyof Partner, Check> = {
  clientId: matches(
    /^(?!(customers|devices)$)[a-z][a-z0-9-]{1,62}[a-z0-9]$/,
    'lower-case letters, digits and hyphens, 3 to 64, and neither customers nor devices',
  ),
  name: matches(/^\P{Cc}{1,100}$/u, 'text of 1 to 100 characters'),
  kind: oneOf('partner', 'staff'),
  tier: oneOf(...Object.keys(tiers).filter((name) => reserved.every(({ tier }) => tier !== name))),
  // Cognito makes no client that may ask for nothing.
  scopes: listOf(oneOf(...scopes), 1),
  permissions: listOf(oneOf(...permissions)),
  redirectUris: listOf(redirectUri),
};

function faults(entry: unknown, index: number): string[] {
  if (typeof entry !== 'object' || entry === null) return [`partner ${index}: must be an object`];
  const fields = new Map<string, unknown>(Object.entries(entry));
  const label = `partner ${fields.get('clientId') ?? index}`;
  const unknown = [...fields.keys()].filter((field) => !Object.hasOwn(checks, field));
  const wrong = Object.entries(checks).flatMap(([field, check]) => {
    const hint = check(fields.get(field));
    return hint === undefined ? [] : [`${label}: ${field} must be ${hint}`];
  });
  if ((fields.get('kind') === 'staff') !== (fields.get('tier') === 'staff')) {
    wrong.push(`${label}: the tier staff is for the kind staff, and no other`);
  }
  const asked = [fields.get('scopes')].flat();
  if (fields.get('kind') !== 'staff' && asked.some((scope) => staffScopes.includes(scope))) {
    wrong.push(`${label}: the scopes ${staffScopes.join(', ')} are for the kind staff only`);
  }
  return [...unknown.map((field) => `${label}: unknown field ${field}`), ...wrong];
}

/**
 * Takes a parsed partners file for what it says, or refuses it whole.
 * @throws PartnersError naming every fault
 */
export function parsePartners(content: unknown): readonly Partner[] {
  if (!Array.isArray(content)) throw new PartnersError('a partners file is a list of partners');
  const ids: unknown[] = content.map((entry) => entry?.clientId);
  const repeated = ids.filter((id, index) => ids.indexOf(id) < index);
  const found = [...content.flatMap(faults), ...repeated.map((id) => `partner ${id}: declared twice`)];
  if (found.length > 0) throw new PartnersError(found.join('\n'));
  return content;
}

/**
 * Reads a partners file.
 * @throws PartnersError naming every fault; the file system's error where there is no such file
 */
export function readPartners(file: string): readonly Partner[] {
  const text = readFileSync(file, 'utf8');
  try {
    return parsePartners(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) throw new PartnersError(`${file} is not JSON: ${error.message}`);
    throw error;
  }
}
