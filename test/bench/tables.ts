import { type DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';

/** The name of the table that is called so in the template. Throws where there is none. */
export async function tableOf(client: DynamoDBClient, called: RegExp): Promise<string> {
  const { TableNames: names = [] } = await client.send(new ListTablesCommand({}));
  const name = names.find((each) => called.test(each));
  if (name === undefined) throw new Error(`there is no table ${called}`);
  return name;
}
