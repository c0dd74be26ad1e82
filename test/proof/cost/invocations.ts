import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Measurement } from '../../../infra/local/lambda/function.ts';
import type { Consumption } from './consumption.ts';

/** All calls of functions that a directory of logs has, or those of some functions. */
export function invocationsIn(logs: string, functions?: readonly string[]): Measurement[] {
  const file = join(logs, 'invocations.jsonl');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  const calls = lines.map((line): Measurement => JSON.parse(line));
  return functions ? calls.filter((call) => functions.includes(call.function)) : calls;
}

/** What calls are billed as: by the started millisecond, without what it took to load a function. */
export function billed(
  calls: readonly Measurement[],
  memoryMb: ReadonlyMap<string, number>,
): Pick<Consumption, 'functionCalls' | 'functionGbSeconds'> {
  const seconds = calls.map(
    ({ function: name, durationMs }) => ((memoryMb.get(name) ?? 0) / 1024) * (Math.ceil(durationMs) / 1000),
  );
  return { functionCalls: calls.length, functionGbSeconds: seconds.reduce((sum, each) => sum + each, 0) };
}

/** How many bytes functions and gateway have logged. */
export function bytesLogged(logs: string): number {
  const files = readdirSync(logs).filter((file) => !file.startsWith('invocations'));
  return files.reduce((sum, file) => sum + statSync(join(logs, file)).size, 0);
}
