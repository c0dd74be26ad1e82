import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CDK_OUT } from '../support/api.ts';
import { median } from './median.ts';

const BUNDLES = join(CDK_OUT, 'bundles');
const RUNS = 15;

/** A function's bundle: its size, and what loading it adds to a bare Node, in milliseconds. */
export interface Bundle {
  name: string;
  bytes: number;
  importMs: number;
}

/** Loads every function's bundle in processes of its own, each next to one that loads nothing. */
export function measureBundles(): Bundle[] {
  return readdirSync(BUNDLES).map((name) => {
    const file = join(BUNDLES, name, 'index.mjs');
    const load = `await import(${JSON.stringify(pathToFileURL(file).href)})`;
    const differences = Array.from({ length: RUNS }, () => timeOf(load) - timeOf(''));
    return { name, bytes: statSync(file).size, importMs: median(differences) };
  });
}

/** What the functions want to see before they load; nothing is called. */
const ENVIRONMENT = {
  AWS_REGION: 'eu-central-1',
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
  TOKEN_ISSUER: 'https://issuer.example',
  TOKEN_JWKS_URI: 'https://issuer.example/keys',
};

function timeOf(code: string): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    env: ENVIRONMENT,
  });
  if (status !== 0) throw new Error(String(stderr));
  return performance.now() - start;
}
