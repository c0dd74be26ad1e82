import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** Linux counts processor time in hundredths of a second. */
const TICKS_PER_SECOND = 100;

/** What takes processor time while the API is under load. */
export const PARTS = ['runtime', 'functions', 'engine', 'database', 'sender'] as const;
export type Part = (typeof PARTS)[number];

/** What each part is, in words. */
export const PART_NAMES: Record<Part, string> = {
  runtime: 'the runtime’s main thread (gateway, Lambda host, stand-ins of services)',
  functions: 'the functions’ threads',
  engine: 'V8’s own threads and the disk’s',
  database: 'the database’s process',
  sender: 'whoever sends the load',
};

/** Processor seconds since the start: of each part, of everything on the machine, and what others took from it. */
export interface ProcessorTime {
  at: number;
  parts: Record<Part, number>;
  busy: number;
  stolen: number;
}

/**
 * Shares of one core by part, and of whatever else runs here; of all cores together as `machine`, of which `stolen` went
 * to other machines.
 */
export interface ProcessorUse {
  parts: Record<Part, number>;
  others: number;
  machine: number;
  stolen: number;
}

/** Takes the time now, of a runtime by its process id and of this process as the sender. */
export function processorTime(pid: number): ProcessorTime {
  const parts: Record<Part, number> = { runtime: 0, functions: 0, engine: 0, database: 0, sender: 0 };
  for (const { id, name, seconds } of threadsOf(pid)) parts[partOf(id === pid, name)] += seconds;
  for (const child of childrenOf(pid)) for (const { seconds } of threadsOf(child)) parts.database += seconds;
  const { user, system } = process.cpuUsage();
  parts.sender = (user + system) / 1e6;
  const [users = 0, nice = 0, kernel = 0, , , irq = 0, softirq = 0, stolen = 0] = machineTicks();
  const busy = (users + nice + kernel + irq + softirq + stolen) / TICKS_PER_SECOND;
  return { at: performance.now() / 1000, parts, busy, stolen: stolen / TICKS_PER_SECOND };
}

/** What was used between two moments. */
export function useBetween(before: ProcessorTime, after: ProcessorTime): ProcessorUse {
  const seconds = after.at - before.at;
  const share = (part: Part) => [part, (after.parts[part] - before.parts[part]) / seconds] as const;
  const parts = Object.fromEntries(PARTS.map(share)) as Record<Part, number>;
  const [busy, stolen] = [(after.busy - before.busy) / seconds, (after.stolen - before.stolen) / seconds];
  const known = Object.values(parts).reduce((sum, each) => sum + each, stolen);
  return {
    parts,
    others: Math.max(0, busy - known),
    machine: busy / cpus().length,
    stolen: stolen / cpus().length,
  };
}

/** The process ids of the children of a process: a runtime has its database as the only one. */
export function childrenOf(pid: number): number[] {
  const tasks = readdirSync(`/proc/${pid}/task`);
  const texts = tasks.map((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8'));
  return texts.flatMap((text) => text.trim().split(' ').filter(Boolean).map(Number));
}

/** A worker's thread bears the beginning of its function's name; all of V8's and libuv's bear their own. */
function partOf(isMain: boolean, name: string): Part {
  if (isMain) return 'runtime';
  return /^local-/.test(name) ? 'functions' : 'engine';
}

function* threadsOf(pid: number): Generator<{ id: number; name: string; seconds: number }> {
  for (const task of readdirSync(`/proc/${pid}/task`)) {
    const text = statOf(`/proc/${pid}/task/${task}/stat`);
    const [, name = '', rest = ''] = /\((.*)\) (.*)/s.exec(text) ?? [];
    const fields = rest.split(' ');
    yield { id: Number(task), name, seconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND };
  }
}

/** A thread may end between the two looks at it. */
function statOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '() - 0 0 0 0 0 0 0 0 0 0 0 0';
  }
}

function machineTicks(): number[] {
  const [first = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  return first.split(/\s+/).slice(1).map(Number);
}
