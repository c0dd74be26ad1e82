import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A DynamoDB that answers on this machine. */
export interface DynamoDbServer {
  hostname: string;
  port: number;
  /** The SQLite file behind it, when it is our own. */
  databaseFile?: string;
  close(): Promise<void>;
}

/**
 * Starts dynoxide on a data directory, or uses the server that `DYNAMODB_ENDPOINT` names. A process that a killed
 * runtime left behind is ended first: two would write one file.
 */
export async function startDynamoDb(dataDir: string): Promise<DynamoDbServer> {
  const elsewhere = process.env.DYNAMODB_ENDPOINT;
  if (elsewhere) {
    const { protocol, hostname, port } = new URL(elsewhere);
    if (protocol !== 'http:')
      throw new Error(`DYNAMODB_ENDPOINT is not an address of plain HTTP: ${elsewhere}`);
    return { hostname, port: Number(port || 80), close: async () => {} };
  }
  mkdirSync(dataDir, { recursive: true });
  const pidFile = join(dataDir, 'dynoxide.pid');
  const databaseFile = join(dataDir, 'dynamodb.sqlite');
  await reap(pidFile, databaseFile);
  const port = await freePort();
  const child = spawn(
    binary(),
    ['serve', '--host', '127.0.0.1', '--port', String(port), '--db-path', databaseFile],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  writeFileSync(pidFile, String(child.pid));
  await answering(child, port);
  return { hostname: '127.0.0.1', port, databaseFile, close: () => end(child, pidFile) };
}

/** The server's program: of the platform's package, or where `DYNOXIDE_BINARY` says. */
function binary(): string {
  const named = process.env.DYNOXIDE_BINARY;
  if (named) return named;
  const name = `@dynoxide/${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  const program = process.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide';
  try {
    return join(dirname(require.resolve(`${name}/package.json`)), program);
  } catch {
    throw new Error(
      `${name} is not installed: install it, or name a DynamoDB by DYNAMODB_ENDPOINT or a binary by DYNOXIDE_BINARY`,
    );
  }
}

async function reap(pidFile: string, databaseFile: string): Promise<void> {
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  if (commandLine(pid).includes(databaseFile)) {
    process.kill(pid, 'SIGKILL');
    while (commandLine(pid).includes(databaseFile)) await sleep(10);
  }
  rmSync(pidFile, { force: true });
}

/**
 * The command line of a process, empty where there is none. It tells our server from a process that was given its
 * number since, and from the server of another data directory. Windows does not say; there the file's own locks
 * keep two servers apart.
 */
function commandLine(pid: number): string {
  try {
    process.kill(pid, 0);
    if (process.platform === 'win32') return '';
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** Characters of what dynoxide said last that are kept, to say why it ended. */
const MOST_SAID = 2_000;

async function answering(child: ChildProcess, port: number): Promise<void> {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    said = `${said}${chunk}`.slice(-MOST_SAID);
  });
  const failed = new Promise<never>((_resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`dynoxide ended by ${signal ?? code}: ${said}`)));
  });
  const answered = async (): Promise<void> => {
    for (let attempt = 0; attempt < 500; attempt++) {
      try {
        await fetch(`http://127.0.0.1:${port}/`);
        return;
      } catch {
        await sleep(10);
      }
    }
    throw new Error('dynoxide did not answer within 5 seconds');
  };
  await Promise.race([failed, answered()]);
  // From here on every call fails by itself; this says why. An end that was asked for needs no word.
  failed.catch((error: unknown) => {
    if (!child.killed) console.error(error);
  });
}

async function end(child: ChildProcess, pidFile: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
  rmSync(pidFile, { force: true });
}
