import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from './directories.ts';
import { leaveUnvalidated } from './validated-fetch.ts';

const PRISM = join(import.meta.dirname, '../../node_modules/@stoplight/prism-cli/dist/index.js');
const LISTENING = /Prism is listening on (http:\/\/127\.0\.0\.1:\d+)/;
const FORWARDED = /The upstream call to (\S+) has returned (\d{3})/g;

/** Prism, a proxy that knows nothing of this project, between a client and the API. */
export interface Prism {
  /** Where it listens, without the stage. */
  readonly origin: string;
  /** The statuses of what it has passed on, in order. */
  forwarded(): number[];
  stop(): void;
}

/**
 * Starts Prism before an API: requests and answers that are not what the contract says end in a problem of Prism's own.
 * Throws with its output where it ends instead.
 */
export async function startPrism(contract: object, upstream: string): Promise<Prism> {
  const file = join(temporaryDirectory(), 'contract.json');
  writeFileSync(file, JSON.stringify(contract));
  const child = spawn(process.execPath, [PRISM, 'proxy', file, upstream, '--errors', '--port', '0']);
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk;
    });
  }
  const output = () => printed;
  const origin = await listening(child, output);
  leaveUnvalidated(origin, 'a proxy, which answers violations with problems of its own');
  return {
    origin,
    forwarded: () => [...output().matchAll(FORWARDED)].map(([, , status]) => Number(status)),
    stop: () => child.kill(),
  };
}

function listening(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`Prism ended with ${code}:\n${output()}`)));
    child.stdout?.on('data', () => {
      const origin = LISTENING.exec(output())?.[1];
      if (origin !== undefined) resolve(origin);
    });
  });
}
