import { describe, expect, it } from 'vitest';
import { type Import, readSources, type Source } from './support/sources.ts';

const sources = readSources();
const isTest = ({ path }: Source) => path.startsWith('test/') || path.endsWith('.test.ts');
const product = sources.filter((source) => !isTest(source));
const functions = product.filter(({ path }) => path.startsWith('functions/'));

const roomOf = (path: string) => path.split('/')[1] ?? '';
const SHARED = ['middleware', 'platform'];
const isRoom = ({ path }: Source) => !SHARED.includes(roomOf(path));

/** Rooms that a room may look into, always in one direction. */
const NEIGHBOURS: Record<string, string[]> = {
  authorizer: ['partners', 'customers', 'devices'],
  quotes: ['scores'],
  policies: ['quotes', 'customers', 'scores'],
  papers: ['policies', 'quotes', 'claims'],
  consents: ['policies', 'partners'],
  rights: ['policies', 'quotes', 'claims', 'customers', 'consents', 'releases', 'devices', 'telematics'],
  claims: ['policies', 'quotes'],
  devices: ['policies', 'quotes'],
  telematics: ['policies', 'devices', 'scores'],
};

/** Entry points of functions: the composition roots of their rooms. */
const isHandler = (path: string) =>
  /^functions\/([\w-]+\/(handler|expiry|renewals|erasures|chain|ingest|completion|scoring|purge)|claims\/documents\/check)\.ts$/.test(
    path,
  );

/** What a room keeps its state in, or sends it to; what is personal in a policy or claim lies in the vault. */
const isStore = (path: string) =>
  /^functions\/([\w-]+\/){1,2}((\w+-)?store|registry|bus)\.ts$/.test(path) ||
  /^functions\/(policies|claims)\/personal\.ts$/.test(path);

/** What another room may do with a store: read, and build a change that it commits along with its own. */
const READS_AND_CHANGES = /^(find|list|read|tripsOf|changeOf|identityKeyOf)/;

/** Files that the code travels with are read by one file of each room: it is a store too, though none of AWS. */
const isCatalogue = (path: string) =>
  /^functions\/(quotes|claims\/triage|telematics)\/catalogue\.ts$/.test(path);

/** Who may know of what a room keeps is said once, and asked by whoever shows it. */
const isAccess = (path: string) => /^functions\/([\w-]+\/){1,2}access\.ts$/.test(path);

/** Who a caller is, the authorizer asks the issuer, or looks up the device, which no other file of any room does. */
const isTokenReader = (path: string) =>
  /^functions\/authorizer\/((device-)?token|issuer-keys)\.ts$/.test(path);

/** What operations and jobs share: hands the domain the books, records and ids that it decides with. */
const isDesk = (path: string) =>
  /^functions\/(policies\/(desk|restatement|renewal-offer)|rights\/holdings)\.ts$/.test(path);

/** An operation is the shell around the domain: it takes the middleware's call or a job's, asks the domain, and commits. */
const isOperation = ({ path, imports }: Source) =>
  isRoom({ path } as Source) &&
  imports.some(
    ({ from, names }) =>
      from.startsWith('functions/middleware/') ||
      (from === 'functions/platform/commit.ts' && names.includes('commit')),
  );

const isDomain = (source: Source) =>
  isRoom(source) &&
  ![isHandler, isStore, isCatalogue, isTokenReader, isDesk].some((kind) => kind(source.path)) &&
  !isOperation(source);

/** The platform's values and calculations, which touch nothing outside. */
const PURE = ['money', 'calendar', 'clock', 'problem', 'canonical', 'hash', 'jws', 'plate'].map(
  (name) => `functions/platform/${name}.ts`,
);

/** Packages that calculate or draw, and touch nothing outside. */
const PURE_PACKAGES = ['big.js', '@cantoo/pdf-lib'];

/** The imports of some files that a rule does not allow, as `file -> import`. */
function breaches(files: Source[], allowed: (imported: Import, source: Source) => boolean): string[] {
  return files.flatMap((source) =>
    source.imports
      .filter((imported) => !allowed(imported, source))
      .map(({ from }) => `${source.path} -> ${from}`),
  );
}

const within =
  (...folders: string[]) =>
  (path: string) =>
    folders.some((folder) => path.startsWith(`${folder}/`));
const isPackage = (from: string) => !within('functions', 'infra', 'openapi', 'test')(from);

const domain = functions.filter(isDomain);
const domainPaths = new Set(domain.map(({ path }) => path));
const isDomainFile = (path: string) => domainPaths.has(path);

describe('a domain file', () => {
  it('is what a room has most of', () => {
    expect([...domainPaths]).toEqual(
      expect.arrayContaining([
        'functions/quotes/quote.ts',
        'functions/quotes/rating.ts',
        'functions/quotes/rules.ts',
        'functions/quotes/pricing.ts',
        'functions/policies/policy.ts',
        'functions/policies/cancellation.ts',
        'functions/policies/stack/transaction.ts',
        'functions/claims/handling/settlement.ts',
        'functions/claims/triage/triage.ts',
        'functions/papers/drawing/document.ts',
        'functions/partners/partner.ts',
        'functions/relay/event.ts',
      ]),
    );
  });

  it('imports its own domain, money and time, and types', () => {
    const allowed = ({ from, typeOnly }: Import, { path }: Source) =>
      PURE.includes(from) ||
      PURE_PACKAGES.includes(from) ||
      (from.startsWith('openapi/generated/') && !from.includes('/validators/')) ||
      (typeOnly && (from === 'aws-lambda' || from === 'functions/platform/ledger.ts')) ||
      ((domainPaths.has(from) || typeOnly) && mayLookInto(path, from));
    expect(breaches(domain, allowed)).toEqual([]);
  });

  it('asks neither clock nor chance', () => {
    const asking = /\bnow\(\)|new Date\(\)|Date\.now|Math\.random|randomUUID|newId\(/;
    expect(domain.filter(({ text }) => asking.test(text)).map(({ path }) => path)).toEqual([]);
  });
});

function mayLookInto(path: string, from: string): boolean {
  if (!from.startsWith('functions/') || SHARED.includes(roomOf(from))) return false;
  return roomOf(from) === roomOf(path) || (NEIGHBOURS[roomOf(path)] ?? []).includes(roomOf(from));
}

describe('functions', () => {
  it('know the AWS SDK only in stores and the platform', () => {
    const allowed = ({ from }: Import, { path }: Source) =>
      !from.startsWith('@aws-sdk/') || isStore(path) || path.startsWith('functions/platform/');
    expect(breaches(functions, allowed)).toEqual([]);
  });

  it('import a handler nowhere', () => {
    expect(breaches(sources, ({ from }) => !isHandler(from))).toEqual([]);
  });

  it('look into another room in one direction only', () => {
    const rooms = functions.filter(isRoom);
    const allowed = ({ from }: Import, { path }: Source) =>
      !from.startsWith('functions/') || SHARED.includes(roomOf(from)) || mayLookInto(path, from);
    expect(breaches(rooms, allowed)).toEqual([]);
  });

  it('of another room know the domain, who has access, and what a store reads or would change', () => {
    const rooms = functions.filter(isRoom);
    const allowed = ({ from, names, typeOnly }: Import, { path }: Source) =>
      !from.startsWith('functions/') ||
      [roomOf(path), ...SHARED].includes(roomOf(from)) ||
      typeOnly ||
      domainPaths.has(from) ||
      isCatalogue(from) ||
      isAccess(from) ||
      (isStore(from) && names.length > 0 && names.every((name) => READS_AND_CHANGES.test(name)));
    expect(breaches(rooms, allowed)).toEqual([]);
  });

  it('have a desk that knows the domain, what is published and kept, and ids', () => {
    const desks = functions.filter(({ path }) => isDesk(path));
    const allowed = ({ from }: Import, { path }: Source) =>
      PURE.includes(from) ||
      from === 'functions/platform/ids.ts' ||
      isCatalogue(from) ||
      ((domainPaths.has(from) || isDesk(from) || isStore(from)) && mayLookInto(path, from));
    expect(breaches(desks, allowed)).toEqual([]);
  });

  it('keep what is personal in one place', () => {
    const naming = functions.filter(({ text }) => text.includes('VAULT_TABLE'));
    expect(naming.map(({ path }) => path)).toEqual(['functions/platform/vault.ts']);
  });

  it('have stores that know their domain and the platform', () => {
    const stores = functions.filter(({ path }) => isStore(path));
    const allowed = ({ from, typeOnly }: Import, { path }: Source) =>
      isPackage(from) ||
      from.startsWith('functions/platform/') ||
      (typeOnly && from.startsWith('openapi/generated/')) ||
      (roomOf(from) === roomOf(path) && [isDomainFile, isStore, isCatalogue].some((kind) => kind(from))) ||
      (typeOnly && mayLookInto(path, from));
    expect(breaches(stores, allowed)).toEqual([]);
  });

  it('have a platform that knows no room', () => {
    const known = within('functions/platform', 'openapi/generated');
    const files = functions.filter(({ path }) => path.startsWith('functions/platform/'));
    expect(breaches(files, ({ from }) => isPackage(from) || known(from))).toEqual([]);
  });

  it('have middleware that knows who asks, by which consent, and what leaves, and of no room what it does', () => {
    const known = within('functions/middleware', 'functions/platform', 'openapi/generated');
    const asked = ['consents', 'customers', 'partners', 'releases'];
    const files = functions.filter(({ path }) => path.startsWith('functions/middleware/'));
    const allowed = ({ from }: Import) =>
      isPackage(from) ||
      known(from) ||
      (asked.includes(roomOf(from)) && (domainPaths.has(from) || isStore(from)));
    expect(breaches(files, allowed)).toEqual([]);
  });

  it('know of consents by the middleware only, save who lets them be read and erased', () => {
    const rooms = functions.filter(({ path }) => isRoom({ path } as Source) && roomOf(path) !== 'rights');
    const foreign = ({ from }: Import, { path }: Source) =>
      roomOf(path) === 'consents' || !from.startsWith('functions/consents/');
    expect(breaches(rooms, foreign)).toEqual([]);
  });

  it('know neither the stacks nor how they are run', () => {
    expect(breaches(functions, ({ from }) => !from.startsWith('infra/'))).toEqual([]);
  });

  it('read their environment in one place', () => {
    const readers = functions.filter(({ text }) => /process\.env\b/.test(text)).map(({ path }) => path);
    expect(readers.sort()).toEqual([
      'functions/platform/env.ts',
      'functions/platform/environment-credentials.ts',
    ]);
  });
});

describe('infrastructure', () => {
  const infra = product.filter(({ path }) => path.startsWith('infra/'));
  const local = infra.filter(({ path }) => path.startsWith('infra/local/'));
  const stacks = infra.filter((source) => !local.includes(source));

  it('names handlers as paths', () => {
    expect(breaches(infra, ({ from }) => !from.startsWith('functions/'))).toEqual([]);
  });

  it('that runs the template knows the template and nothing else', () => {
    expect(breaches(local, ({ from }) => isPackage(from) || from.startsWith('infra/local/'))).toEqual([]);
  });

  it('that is deployed does not know how it is run locally', () => {
    expect(breaches(stacks, ({ from }) => !from.startsWith('infra/local/'))).toEqual([]);
  });
});

describe('every file', () => {
  it('of the product does without tests', () => {
    expect(breaches(product, ({ from }) => !from.startsWith('test/') && !from.endsWith('.test.ts'))).toEqual(
      [],
    );
  });

  it('imports no test', () => {
    expect(breaches(sources, ({ from }) => !from.endsWith('.test.ts'))).toEqual([]);
  });

  it('of the contract compiles without stacks', () => {
    const contract = product.filter(({ path }) => path.startsWith('openapi/'));
    expect(breaches(contract, ({ from }) => !from.startsWith('infra/'))).toEqual([]);
  });

  it('has at most 300 lines, and half of them at most 120', () => {
    const lengths = sources.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }));
    expect(lengths.filter(({ lines }) => lines > 300)).toEqual([]);
    const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(120);
  });
});
