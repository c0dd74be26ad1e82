import { type Call, ConnectionCut, type Service, type ServiceReply } from '../aws/endpoint.ts';
import { delay } from './delay.ts';
import type { FaultKind } from './fault-kind.ts';
import type { Fault, Faults } from './faults.ts';
import { doneInPart, isDivisible } from './partial-batch.ts';
import { SeenTokens } from './seen-tokens.ts';
import { failed, throttled } from './service-failures.ts';
import { resourceOf } from './service-resource.ts';
import { conflicted, throttledTransaction } from './transaction-faults.ts';

/** What faults between functions and services work with. */
export interface FaultyParts {
  faults: Faults;
  /** Who signs with an access key. */
  callerOf: (accessKeyId: string) => string;
  /** Ends the function that works under a trace, as its time limit would. */
  kill: (trace: string) => void;
}

/** A call on its way to a service, and what it asks for. */
interface Passing {
  name: string;
  call: Call;
  input: Record<string, unknown>;
  /** Whether its client request token was seen before. */
  repeated: boolean;
  service: Service;
  kill: (trace: string) => void;
}

const READS =
  /^(GetItem|Query|Scan|BatchGetItem|TransactGetItems|Describe\w+|Get\w+|List\w+|ReceiveMessage|Sign)$/;
const SINGLE_WRITES = ['PutItem', 'UpdateItem', 'DeleteItem'];

/** A service that something can go wrong with, between it and its callers, by the name that signatures carry. */
export function faulty(name: string, service: Service, { faults, callerOf, kill }: FaultyParts): Service {
  const tokens = new SeenTokens();
  return async (call) => {
    if (!faults.on) return service(call);
    const input = JSON.parse(call.body.toString());
    const passing = { name, call, input, repeated: tokens.see(input.ClientRequestToken), service, kill };
    const { accessKeyId, action } = call;
    const site = { caller: callerOf(accessKeyId), service: name, action, resource: resourceOf(input) };
    const fault = faults.meet(site, possibleFor(passing));
    return fault ? befall(fault, passing) : service(call);
  };
}

/** What may go wrong with a call. What is asked for is lost alike before and after, unless it changes something. */
function possibleFor({ call, input, repeated }: Passing): FaultKind[] {
  const changes = !READS.test(call.action);
  // A transaction that may be done already is not cancelled when it is asked for again.
  const inTransaction = call.action.startsWith('Transact') && !repeated;
  return [
    'delay',
    'fail-before',
    'throttle',
    'cut-before',
    ...(changes ? (['fail-after', 'cut-after'] as const) : []),
    ...(isDivisible(call, input) ? (['partial'] as const) : []),
    ...(inTransaction || SINGLE_WRITES.includes(call.action) ? (['conflict'] as const) : []),
    ...(call.trace === undefined ? [] : (['kill-before'] as const)),
    ...(call.trace !== undefined && changes ? (['kill-after'] as const) : []),
  ];
}

async function befall(fault: Fault, passing: Passing): Promise<ServiceReply> {
  const { name, call, service } = passing;
  switch (fault.kind) {
    case 'delay':
      await delay(fault);
      return service(call);
    case 'fail-after':
      await service(call);
      return failed(name, fault);
    case 'fail-before':
      return failed(name, fault);
    case 'throttle':
      return throttle(fault, passing);
    case 'conflict':
      return conflicted(itemsOf(passing), fault);
    case 'partial':
      return doneInPart(call, service, fault);
    default:
      return breakOff(fault, passing);
  }
}

/** Half of the transactions that are throttled are by their items, all other calls as such. */
function throttle(fault: Fault, passing: Passing): ServiceReply {
  const items = itemsOf(passing);
  const byItem = items > 0 && !passing.repeated && fault.chance('by item') < 0.5;
  return byItem ? throttledTransaction(items, fault) : throttled(passing.name, fault);
}

/** Ends the connection, and perhaps the caller, before or after what was asked for is done. */
async function breakOff({ kind }: Fault, { call, service, kill }: Passing): Promise<never> {
  if (kind === 'cut-after' || kind === 'kill-after') await service(call);
  const kills = kind === 'kill-before' || kind === 'kill-after';
  if (kills && call.trace !== undefined) kill(call.trace);
  throw new ConnectionCut();
}

/** How many items a transaction has; 0 of any other call. */
function itemsOf({ input }: Passing): number {
  return Array.isArray(input.TransactItems) ? input.TransactItems.length : 0;
}
