import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { temporaryDirectory } from '../support/directories.ts';
import { upcomingRequest } from '../support/risks.ts';
import { median } from './median.ts';
import type { Stage } from './stage.ts';

const CONNECTIONS = 16;

/** One run of load. Latencies in milliseconds; `p97` is at 97.5 %, the next to 95 % that the tool counts. */
export interface Load {
  perSecond: number;
  p50: number;
  p97: number;
  p99: number;
  requests: number;
  errors: number;
}

/** The API beside the bare server, measured in turn. Shares are the medians of the rounds. */
export interface Comparison {
  api: Load;
  /** The bare server as one would write it. */
  bare: Load;
  /** The same without the request tokens that slow its database down. */
  spared: Load;
  shareOfBare: number;
  shareOfSpared: number;
}

/** Loads all three in turn, so many rounds of so many seconds each; the figures are those of the last round. */
export async function compare(stage: Stage, rounds: number, seconds: number): Promise<Comparison> {
  const [bare, spared] = await Promise.all([startBare(stage, 'kept'), startBare(stage, 'spared')]);
  try {
    await loadBare(bare.port, 1);
    await loadBare(spared.port, 1);
    // Long enough for each of the functions' threads to have been compiled.
    await loadApi(stage, { duration: 6 });
    const all: { api: Load; bare: Load; spared: Load }[] = [];
    for (let round = 0; round < rounds; round++) {
      all.push({
        bare: await loadBare(bare.port, seconds),
        api: await loadApi(stage, { duration: seconds }),
        spared: await loadBare(spared.port, seconds),
      });
    }
    const last = all.at(-1);
    if (!last) throw new Error('a comparison takes at least one round');
    return {
      ...last,
      shareOfBare: median(all.map((round) => round.api.perSecond / round.bare.perSecond)),
      shareOfSpared: median(all.map((round) => round.api.perSecond / round.spared.perSecond)),
    };
  } finally {
    bare.process.kill('SIGTERM');
    spared.process.kill('SIGTERM');
  }
}

/** Asks the API for quotes: for a duration in seconds, or for an amount of them. */
export function loadApi(stage: Stage, until: { duration: number } | { amount: number }): Promise<Load> {
  return load({
    url: `${stage.api.url}/quotes`,
    headers: { authorization: `Bearer ${stage.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(upcomingRequest()),
    ...until,
  });
}

function loadBare(port: number, duration: number): Promise<Load> {
  return load({ url: `http://127.0.0.1:${port}/`, body: JSON.stringify(upcomingRequest()), duration });
}

async function load(options: autocannon.Options): Promise<Load> {
  const result = await autocannon({ method: 'POST', connections: CONNECTIONS, ...options });
  return {
    perSecond: result['2xx'] / result.duration,
    p50: result.latency.p50,
    p97: result.latency.p97_5,
    p99: result.latency.p99,
    requests: result['2xx'],
    errors: result.errors + result.non2xx,
  };
}

async function startBare(
  { database, transaction }: Stage,
  tokens: 'kept' | 'spared',
): Promise<{ process: ChildProcess; port: number }> {
  const file = join(temporaryDirectory(), 'transaction.json');
  writeFileSync(file, JSON.stringify(transaction));
  const endpoint = `http://${database.hostname}:${database.port}`;
  const program = join(import.meta.dirname, 'bare-server.ts');
  const child = spawn(process.execPath, [program, endpoint, file, tokens], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout?.once('data', (text) => resolve(Number(String(text))));
    child.once('exit', (code) => reject(new Error(`the bare server ended with ${code}`)));
  });
  return { process: child, port };
}
