import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { type BuildOptions, buildSync } from 'esbuild';

const root = join(import.meta.dirname, '../..');
const functions = join(root, 'functions');

/** Everything that is deployed as a function, with its entry file. */
const entries = {
  authorizer: 'authorizer/handler.ts',
  quotes: 'quotes/handler.ts',
  'quote-expiry': 'quotes/expiry.ts',
  policies: 'policies/handler.ts',
  renewals: 'policies/renewals.ts',
  claims: 'claims/handler.ts',
  'document-check': 'claims/documents/check.ts',
  papers: 'papers/handler.ts',
  consents: 'consents/handler.ts',
  'consent-expiry': 'consents/expiry.ts',
  rights: 'rights/handler.ts',
  erasures: 'rights/erasures.ts',
  devices: 'devices/handler.ts',
  telemetry: 'telematics/ingest.ts',
  telematics: 'telematics/handler.ts',
  'trip-completion': 'telematics/completion.ts',
  scoring: 'telematics/scoring.ts',
  'driving-purge': 'telematics/purge.ts',
  dashboard: 'dashboard/handler.ts',
  'token-claims': 'customers/token-claims.ts',
  relay: 'relay/handler.ts',
  'release-chain': 'releases/chain.ts',
  'partner-registrar': 'partners/handler.ts',
} as const;

export type FunctionId = keyof typeof entries;

export const functionIds = Object.keys(entries) as FunctionId[];

/** Data that travels beside the code: a rate book is published by adding a file, not by changing code. */
const folders: Partial<Record<FunctionId, readonly string[]>> = {
  quotes: ['quotes/books', 'quotes/driving-books', 'quotes/products'],
  policies: ['quotes/books', 'quotes/driving-books', 'quotes/products'],
  renewals: ['quotes/books', 'quotes/driving-books', 'quotes/products'],
  claims: ['claims/triage/rules', 'quotes/products'],
  'document-check': ['claims/triage/rules'],
  papers: ['quotes/products'],
  rights: ['quotes/products', 'telematics/rules'],
  devices: ['quotes/products'],
  telemetry: ['telematics/rules'],
  telematics: ['telematics/rules'],
  'trip-completion': ['telematics/rules'],
  scoring: ['telematics/rules'],
  'driving-purge': ['telematics/rules'],
};

/** Where a function's bundle lies: `index.mjs` and its data, ready to be an asset. */
export function bundleDirectory(scope: IConstruct, id: FunctionId): string {
  const outdir = App.of(scope)?.outdir;
  if (!outdir) throw new Error('a function needs an app to be built for');
  return join(outdir, 'bundles', id);
}

/**
 * How a function is bundled. The source form of the packages (`module`) can be shaken; the AWS SDK's search for
 * credentials is replaced by the environment's; its cache of discovered endpoints, its streams of events and its store of
 * concurrent invocations, of none of which there are any, by nothing.
 */
export const bundling = {
  absWorkingDir: root,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
  alias: {
    '@aws-sdk/credential-provider-node': join(functions, 'platform/environment-credentials.ts'),
    '@aws-sdk/endpoint-cache': join(functions, 'platform/endpoint-cache.ts'),
    '@smithy/core/event-streams': join(functions, 'platform/event-streams.ts'),
    '@aws/lambda-invoke-store': join(functions, 'platform/invoke-store.ts'),
  },
} satisfies BuildOptions;

/** Builds every function at once: what they share is parsed once, which halves the time. */
export function bundleFunctions(app: App): void {
  buildSync({
    ...bundling,
    entryPoints: functionIds.map((id) => ({ in: join(functions, entries[id]), out: join(id, 'index') })),
    outdir: join(app.outdir, 'bundles'),
  });
  for (const id of functionIds) {
    for (const folder of folders[id] ?? []) {
      const name = folder.slice(folder.lastIndexOf('/') + 1);
      cpSync(join(functions, folder), join(bundleDirectory(app, id), name), { recursive: true });
    }
  }
  bundlePage(app);
}

/** Beside the dashboard's function lies the page that it serves: its modules as one, the rest as it is. */
function bundlePage(app: App): void {
  const [source, target] = [
    join(functions, 'dashboard/page'),
    join(bundleDirectory(app, 'dashboard'), 'page'),
  ];
  cpSync(source, target, { recursive: true, filter: (path) => !path.endsWith('.js') });
  buildSync({
    absWorkingDir: root,
    entryPoints: [join(source, 'main.js')],
    outdir: target,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
}
