import { classedNames } from '../../openapi/generated/classed-names.ts';
import { optionalVariable } from './env.ts';

const LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
type Level = (typeof LEVELS)[number];

/** Lines below this level are left out; the stack sets it. */
const threshold = LEVELS.indexOf((optionalVariable('LOG_LEVEL') ?? 'INFO') as Level);

/**
 * Writes JSON lines to standard output, which Lambda takes to the function's log group. A value under a name that
 * the contract classes as personal is masked, whatever object it travels in.
 */
export const log = {
  info: (message: string, fields: object) => write('INFO', message, fields),
  error: (message: string, fields: object) => write('ERROR', message, fields),
};

function write(level: Level, message: string, fields: object): void {
  if (LEVELS.indexOf(level) < threshold) return;
  const line = { level, message, timestamp: new Date().toISOString(), ...fields };
  process.stdout.write(`${JSON.stringify(line, maskClassed)}\n`);
}

/** Replaces what stands under a classed name. A replacer of `JSON.stringify`. */
export function maskClassed(name: string, value: unknown): unknown {
  return Object.hasOwn(classedNames, name) && value !== undefined ? '***' : value;
}

/**
 * What may be logged of an error: its name and where it arose. Not its message, since a library may quote the
 * very value that it choked on.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const { stack = '', message } = error;
  // The stack begins with the message, which may have lines that look like frames.
  const trace = stack.slice(Math.max(0, stack.indexOf(message)) + message.length);
  const frames = trace.split('\n').filter((line) => line.trimStart().startsWith('at '));
  return { error: error.name, frames, ...(error.cause ? { cause: describeError(error.cause) } : {}) };
}
