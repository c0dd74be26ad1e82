import { accessDenied, type Call, type Service, type ServiceReply } from '../aws/endpoint.ts';
import type { Iam } from '../iam/iam.ts';
import { type Input, InvalidCall, needsOf } from './actions.ts';
import { Conflicts } from './conflicts.ts';
import type { Forward, Reply } from './forward.ts';
import { cancelled, refused } from './refusals.ts';
import { dynamoDbStreamsService } from './streams.ts';
import type { Tables } from './tables.ts';
import { Tokens } from './tokens.ts';

/** What the DynamoDB service is made of. */
export interface DynamoDbParts {
  iam: Iam;
  tables: Tables;
  forward: Forward;
  tableArn: (name: string) => string;
}

const SINGLE_WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);

/** DynamoDB for functions: what a role may not do is refused, and transactions that meet conflict, as in AWS. */
export function dynamoDbService(parts: DynamoDbParts): Service {
  const { iam, tables, forward, tableArn } = parts;
  const conflicts = new Conflicts((table) => tables.find(table)?.keyAttributes ?? []);
  const tokens = new Tokens();
  const streams = dynamoDbStreamsService(parts);

  const answer = async (call: Call, input: Input): Promise<ServiceReply> => {
    const needs = needsOf(call.action, input, tableArn);
    if (!needs) return accessDenied(iam, call, `dynamodb:${call.action}`, '*');
    const lacking = needs.find(({ action, resource }) => !iam.isAllowed(call.accessKeyId, action, resource));
    if (lacking) return accessDenied(iam, call, lacking.action, lacking.resource);
    if (call.action === 'TransactWriteItems') return transact(call, input, { conflicts, tokens, forward });
    if (SINGLE_WRITES.has(call.action) && conflicts.meets(input)) {
      return refused('TransactionConflictException', 'Transaction is ongoing for the item');
    }
    const met = call.action === 'TransactGetItems' ? conflicts.met(input) : [];
    if (met.includes(true)) return cancelled(met.map(reasonOf));
    const reply = await forward(call.target, call.body);
    return call.action === 'DescribeTable' ? withArn(reply, tableArn) : reply;
  };

  return async (call) => {
    if (call.target.startsWith(STREAMS)) return streams(call);
    try {
      return await answer(call, JSON.parse(call.body.toString()));
    } catch (error) {
      if (error instanceof InvalidCall) return refused('ValidationException', error.message);
      throw error;
    }
  };
}

const STREAMS = 'DynamoDBStreams_';

/** A table's description with the ARNs that the template knows it by. */
function withArn({ status, body }: Reply, tableArn: (name: string) => string): ServiceReply {
  if (status !== 200) return { status, body };
  const { TableArn: serverArn, TableName: name } = JSON.parse(body.toString()).Table;
  return { status, body: body.toString().replaceAll(serverArn, tableArn(name)) };
}

const MISMATCH = 'The token was used with other parameters within the last ten minutes';

async function transact(
  call: Call,
  input: Input,
  { conflicts, tokens, forward }: { conflicts: Conflicts; tokens: Tokens; forward: Forward },
): Promise<ServiceReply> {
  const token = input.ClientRequestToken;
  const body = withoutToken(call.body.toString(), token);
  const first = token === undefined ? undefined : tokens.recall(token, body);
  if (first === 'mismatch') return refused('IdempotentParameterMismatchException', MISMATCH);
  if (first) return first;
  const taken = conflicts.take(input);
  if ('conflicts' in taken) return cancelled(taken.conflicts.map(reasonOf));
  const reply = forward(call.target, body).finally(taken.release);
  if (token !== undefined) tokens.remember(token, body, reply);
  return reply;
}

/** The request's text without its token: cut out, since writing it anew would cost more than all else here. */
function withoutToken(body: string, token: string | undefined): string {
  if (token === undefined) return body;
  const member = `"ClientRequestToken":${JSON.stringify(token)}`;
  return body.replace(`,${member}`, '').replace(`${member},`, '');
}

function reasonOf(conflict: boolean) {
  return conflict ? 'TransactionConflict' : 'None';
}
