import { bringAgain } from './bringing.ts';
import type { Clients } from './clients.ts';
import { invoker } from './invoking.ts';
import { redrive } from './redriving.ts';
import { replay } from './replaying.ts';
import { type Restored, restore } from './restoring.ts';
import { verify } from './verifying.ts';

/** A command line that cannot be understood. */
export class UsageError extends Error {}

export const usage = `Usage: npm run operate -- <command> --stage <stage>
  verify                                                    holds every state against the ledger
  restore --at <instant> [--tables <A,B>] [--overwrite]     brings back what is missing, or differs, since an instant
  redrive --queue <id>                                      takes dead letters back to where they were given up
  replay  --from <instant> --to <instant> [--rules <A,B>]   has events delivered again, from the archive
  bring   --reader <arn> --from <instant> --to <instant>    hands a reader of the ledger its entries again
Ids are those of the template, without the hash: --tables Quotes,Ledger --queue Unscored --rules TripsRule`;

/** What was said on the command line. */
export interface Said {
  stage: string;
  at?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  tables: string;
  overwrite: boolean;
  rules: string;
  queue: string;
  reader: string;
}

/** Does what was asked for, and tells of it; answers whether all is well. Throws a UsageError where it is not clear. */
type Command = (said: Said, clients: Clients) => Promise<boolean>;

export const commands: Readonly<Record<string, Command>> = {
  async verify({ stage }, { dynamodb }) {
    const { entries, states, faults, forgotten } = await verify(dynamodb, stage);
    for (const fault of faults) console.log(fault);
    console.log(
      `${states} states, ${entries} entries, ${forgotten} forgotten with time, ${faults.length} faults`,
    );
    return faults.length === 0;
  },
  async restore({ stage, at, tables, overwrite }, { dynamodb }) {
    let whole = true;
    await restore(
      dynamodb,
      { stage, at: instant('at', at), tables: split(tables), overwrite },
      (restored) => {
        whole = tell(restored) && whole;
      },
    );
    return whole;
  },
  async redrive({ stage, queue }, clients) {
    const bring = async (reader: string, from: Date, to: Date) =>
      bringAgain(clients.dynamodb, await invokerOf(clients), { stage, reader, from, to });
    if (queue === '') throw new UsageError('--queue is missing');
    console.log(`${await redrive(clients.sqs, { stage, queue }, bring)} messages of ${queue} taken back`);
    return true;
  },
  async replay({ stage, from, to, rules }, { events }) {
    const span = { from: instant('from', from), to: instant('to', to) };
    console.log(`${await replay(events, { stage, ...span, rules: split(rules) })} is completed`);
    return true;
  },
  async bring({ stage, reader, from, to }, clients) {
    if (reader === '') throw new UsageError('--reader is missing');
    const span = { from: instant('from', from), to: instant('to', to) };
    const invoke = await invokerOf(clients);
    console.log(`${await bringAgain(clients.dynamodb, invoke, { stage, reader, ...span })} entries brought`);
    return true;
  },
};

/** Says what became of a table; whether all of it is as it was. */
function tell({ id, source, restored, same, overwritten, differing, forgotten }: Restored): boolean {
  const counts = `${restored} restored, ${same} as they were, ${overwritten} written over, ${forgotten} erased`;
  console.log(`${id} from ${source}: ${counts}, ${differing.length} left that differ`);
  for (const key of differing) console.log(`  differs: ${key}`);
  return differing.length === 0;
}

/** Calls functions where, and as whom, the clients call. */
async function invokerOf({ dynamodb: { config } }: Clients) {
  const [region, credentials] = await Promise.all([config.region(), config.credentials()]);
  const endpoint = process.env.AWS_ENDPOINT_URL ?? `https://lambda.${region}.amazonaws.com`;
  return invoker({ region, endpoint, credentials });
}

function instant(name: string, text = ''): Date {
  const read = new Date(text);
  if (/^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(read.getTime())) return read;
  throw new UsageError(`--${name} is an instant in ISO 8601, e.g. 2026-11-21T10:00:00Z`);
}

const split = (list: string) => list.split(',').flatMap((item) => item.trim() || []);
