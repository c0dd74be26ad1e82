import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where a process has its bus and its bucket, and how to end it without a chance to finish anything. */
export interface Spawned {
  credentials: { accessKeyId: string; secretAccessKey: string };
  endpoint: string;
  s3Url: string;
  kill: () => Promise<unknown>;
}

const children = new Set<ChildProcess>();

/** Starts `events-process.ts` on a data directory, in a process group of its own. */
export async function spawnEvents(dataDir: string, env: Record<string, string> = {}): Promise<Spawned> {
  const program = join(import.meta.dirname, 'events-process.ts');
  const child = spawn(process.execPath, [program, dataDir], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  children.add(child);
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (chunk) => resolve(String(chunk)));
    child.once('exit', (code) => reject(new Error(`the process ended with ${code}`)));
  });
  const kill = () =>
    new Promise((resolve) => {
      children.delete(child);
      child.once('exit', resolve);
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    });
  return { ...JSON.parse(line), kill };
}

/** Ends whatever still runs of them. */
export function killAll(): void {
  for (const child of children) if (child.pid) process.kill(-child.pid, 'SIGKILL');
  children.clear();
}

/** The events that processes on a data directory have delivered. */
export function deliveredIn<Delivered>(dataDir: string): Delivered[] {
  const file = join(dataDir, 'delivered.jsonl');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Delivered);
}
