type Input = Record<string, unknown>;

/** What a call is for: its tables, stream, buses, key, secret or queue by their names; empty when it names none. */
export function resourceOf(input: Input): string {
  const named = [input.TableName, input.StreamArn, input.KeyId, input.SecretId, input.QueueUrl];
  const own = named.filter((name) => typeof name === 'string').map(lastPart);
  return [...new Set([...own, ...tablesOf(input), ...busesOf(input)])].sort().join(',');
}

function tablesOf({ RequestItems: requests = {}, TransactItems: items = [] }: Input): string[] {
  const parts = (items as Input[]).flatMap((item) => Object.values(item) as { TableName?: string }[]);
  return [...Object.keys(requests as Input), ...parts.map(({ TableName: name = '' }) => name)];
}

function busesOf({ Entries: entries }: Input): string[] {
  if (!Array.isArray(entries)) return [];
  return entries.map(({ EventBusName: name }) => (typeof name === 'string' ? name : 'default'));
}

/** Of an ARN or an address the part that says which: the rest, such as a port, changes from start to start. */
function lastPart(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')) + 1);
}
