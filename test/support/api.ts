import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { requestToken } from '../../infra/local/issuer/token-request.ts';
import { temporaryDirectory } from './directories.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The synthesized app that tests run. */
export const CDK_OUT = process.env.CDK_OUT ?? join(ROOT, 'cdk.out');

const READY = /^Partner API ready at (http:\/\/localhost:\d+)$/m;
const STARTUP_LIMIT_MS = 30_000;

export interface StartOptions {
  /** Kept between runs; a temporary one otherwise. */
  dataDir?: string;
  env?: Record<string, string>;
  /** Another synthesized app. */
  cdkOut?: string;
}

/** The whole API as a process group of its own, and what a test does to it. */
export interface RunningApi {
  /** With the stage: `http://localhost:<port>/v1`. */
  readonly url: string;
  /** Without the stage. */
  readonly origin: string;
  readonly dataDir: string;
  readonly pid: number;
  /** Everything printed so far. */
  output(): string;
  /** An access token of a seeded client, or of a person who signs in: `anna`, `ben`. */
  token(name: string): Promise<string>;
  /** Ends it as Ctrl-C does; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL: the whole group, or the main process alone. */
  kill(scope?: 'group' | 'main'): Promise<void>;
  /** Starts again on the same data, after an end of whatever kind; the port is another one. */
  restart(): Promise<RunningApi>;
}

/** Starts the runtime on a free port and waits for its ready line. Throws with its output when it ends before. */
export async function startApi(options: StartOptions = {}): Promise<RunningApi> {
  const { cdkOut = CDK_OUT } = options;
  if (!existsSync(join(cdkOut, 'manifest.json')))
    throw new Error(`${cdkOut} is missing: run npm run synth first`);
  const dataDir = options.dataDir ?? temporaryDirectory();
  const env = { ...process.env, PORT: '0', DATA_DIR: dataDir, CDK_OUT: cdkOut, ...options.env };
  const child = spawn(process.execPath, [join(ROOT, 'infra/local/main.ts')], {
    cwd: ROOT,
    env,
    detached: true,
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk;
    });
  }
  const output = () => printed;
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const origin = await ready(child, output);
  return {
    url: `${origin}/v1`,
    origin,
    dataDir,
    pid: pidOf(child),
    output,
    token: (name) => requestToken(dataDir, name),
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
    kill: async (scope = 'group') => {
      process.kill(scope === 'group' ? -pidOf(child) : pidOf(child), 'SIGKILL');
      await ended;
    },
    restart: () => startApi({ ...options, dataDir }),
  };
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('The runtime did not start');
  return child.pid;
}

function ready(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (what: string) => reject(new Error(`The runtime ${what}:\n${output()}`));
    const limit = setTimeout(() => {
      process.kill(-pidOf(child), 'SIGKILL');
      fail('was not ready in time');
    }, STARTUP_LIMIT_MS);
    const look = () => {
      const origin = READY.exec(output())?.[1];
      if (origin === undefined) return;
      clearTimeout(limit);
      resolve(origin);
    };
    child.stdout?.on('data', look);
    child.once('exit', (code) => {
      clearTimeout(limit);
      fail(`ended with ${code}`);
    });
  });
}
