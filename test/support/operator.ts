import { readRunning } from '../../infra/local/data-directory.ts';
import { bringAgain } from '../../infra/operator/bringing.ts';
import { type Clients, connect } from '../../infra/operator/clients.ts';
import { invoker } from '../../infra/operator/invoking.ts';
import type { BringAgain } from '../../infra/operator/redriving.ts';
import type { RunningApi } from './api.ts';

/** Who operates a running API: with the rights that the template gives, and no others. */
export interface Operator extends Clients {
  /** Has entries of the ledger brought to one of its readers again. */
  bring: BringAgain;
}

export function operatorOf({ dataDir }: RunningApi): Operator {
  const running = readRunning(dataDir);
  if (!running) throw new Error(`nothing runs on ${dataDir}`);
  const { endpoint, region, operator: credentials } = running;
  const settings = { endpoint, region, credentials };
  const clients = connect(settings);
  const invoke = invoker(settings);
  return {
    ...clients,
    bring: (reader, from, to) => bringAgain(clients.dynamodb, invoke, { stage: 'local', reader, from, to }),
  };
}
