/** `npm run operate -- <command>`: what RUNBOOK.md has an operator do, in AWS or on the runtime of this machine. */
import { parseArgs } from 'node:util';
import { connect } from './clients.ts';
import { commands, UsageError, usage } from './commands.ts';

const options = {
  stage: { type: 'string', default: 'local' },
  at: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  tables: { type: 'string', default: '' },
  overwrite: { type: 'boolean', default: false },
  rules: { type: 'string', default: '' },
  queue: { type: 'string', default: '' },
  reader: { type: 'string', default: '' },
} as const;

try {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [name = '', ...surplus] = positionals;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command || surplus.length > 0) throw new UsageError(usage);
  process.exitCode = (await command(values, connect())) ? 0 : 1;
} catch (error) {
  const isUsage = error instanceof UsageError || (error instanceof TypeError && 'code' in error);
  console.error(isUsage ? `${error.message}\n${usage}` : error);
  process.exitCode = 2;
}
