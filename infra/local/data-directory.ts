import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { AccessKey } from './iam/iam.ts';
import type { IssuerDescription } from './issuer/issuer.ts';
import { writePrivately } from './private-file.ts';

/** What a runtime says of itself to its tools. */
export interface Running {
  pid: number;
  /** Where clients reach the gateway, without the stage. */
  url: string;
  /** Where the AWS services are. */
  endpoint: string;
  region: string;
  /** What an operator signs calls of these services with. */
  operator: AccessKey;
  logs: string;
  issuers: IssuerDescription[];
}

/** Where state lives: `DATA_DIR`, or `.local` in the working directory. */
export function dataDirectory(): string {
  return resolve(process.env.DATA_DIR || '.local');
}

/** What runs on a data directory; undefined when nothing does. */
export function readRunning(directory: string): Running | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, 'runtime.json'), 'utf8')) as Running;
  } catch {
    return undefined;
  }
}

/**
 * Holds a data directory for one runtime at a time. The lock is the operating system's, on a database file: it
 * ends with the process, however that ends.
 */
export class DirectoryLock {
  readonly #directory: string;
  readonly #database: DatabaseSync;

  /** Makes the directory where there is none. Throws when another runtime holds it. */
  constructor(directory: string) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.#directory = directory;
    this.#database = new DatabaseSync(join(directory, 'lock'));
    try {
      this.#database.exec('BEGIN EXCLUSIVE');
    } catch (cause) {
      const pid = readRunning(directory)?.pid ?? 'unknown';
      throw new Error(`Another runtime (process ${pid}) uses ${directory}; set DATA_DIR to use another one`, {
        cause,
      });
    }
    rmSync(join(directory, 'runtime.json'), { force: true });
  }

  /** Tells tools where the runtime is. */
  announce(running: Running): void {
    writePrivately(join(this.#directory, 'runtime.json'), JSON.stringify(running, null, 2));
  }

  release(): void {
    rmSync(join(this.#directory, 'runtime.json'), { force: true });
    this.#database.close();
  }
}
