import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A file over this size makes room for a new one; the one before is kept. */
const LARGEST_FILE = 16 * 1024 * 1024;
/** How long lines are held back, so that many go to disk in one write. */
const HOLD_MS = 50;

interface LogFile {
  path: string;
  descriptor: number;
  size: number;
  held: string[];
}

/** Stands in for CloudWatch: a file for each function and log group. A kill loses the lines of the last moment. */
export class LogFiles {
  readonly directory: string;
  readonly #files = new Map<string, LogFile>();
  #flushing: NodeJS.Timeout | undefined;

  constructor(directory: string) {
    this.directory = directory;
    mkdirSync(directory, { recursive: true });
  }

  /** Adds a line to a file of this name; what a file's name cannot hold becomes `-`. */
  write(name: string, line: string): void {
    let file = this.#files.get(name);
    if (!file) {
      file = openLog(join(this.directory, name.replaceAll(/[^\w.-]+/g, '-').replace(/^-/, '')));
      this.#files.set(name, file);
    }
    file.held.push(line);
    this.#flushing ??= setTimeout(() => this.flush(), HOLD_MS);
  }

  /** Writes what is held back. */
  flush(): void {
    clearTimeout(this.#flushing);
    this.#flushing = undefined;
    for (const file of this.#files.values()) if (file.held.length > 0) append(file);
  }

  close(): void {
    this.flush();
    for (const { descriptor } of this.#files.values()) closeSync(descriptor);
    this.#files.clear();
  }
}

function openLog(path: string): LogFile {
  const descriptor = openSync(path, 'a', 0o600);
  return { path, descriptor, size: statSync(path).size, held: [] };
}

function append(file: LogFile): void {
  const text = `${file.held.splice(0).join('\n')}\n`;
  file.size += writeSync(file.descriptor, text);
  if (file.size < LARGEST_FILE) return;
  closeSync(file.descriptor);
  renameSync(file.path, `${file.path}.1`);
  Object.assign(file, openLog(file.path));
}
