import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeReplayCommand,
  type EventBridgeClient,
  ListArchivesCommand,
  ListRulesCommand,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge';

/** What is to be replayed. */
export interface Replaying {
  stage: string;
  /** From when on the events were said, and before when. */
  from: Date;
  to: Date;
  /** Ids of the rules that they go to, e.g. `Trips`; all of the bus where none is named. */
  rules: readonly string[];
}

const LOOK_AGAIN_MS = 1_000;

/** Has a stage's events of a span of time delivered again, and waits for the end. Answers the replay's name. */
export async function replay(
  client: EventBridgeClient,
  { stage, from, to, rules }: Replaying,
): Promise<string> {
  const { archiveArn, busArn } = await findArchive(client, stage);
  const ruleArns = await Promise.all(rules.map((rule) => findRule(client, busArn, stage, rule)));
  const name = `${stage}-${new Date().toISOString().replace(/\D/g, '')}`;
  await client.send(
    new StartReplayCommand({
      ReplayName: name,
      EventSourceArn: archiveArn,
      EventStartTime: from,
      EventEndTime: to,
      Destination: { Arn: busArn, ...(ruleArns.length > 0 && { FilterArns: ruleArns }) },
    }),
  );
  await ended(client, name);
  return name;
}

/** Archives carry no ARN in their lists: it is made of their bus's, whose name begins with the stage's. */
async function findArchive(client: EventBridgeClient, stage: string) {
  const { Archives: archives = [] } = await client.send(new ListArchivesCommand({}));
  const form = new RegExp(`:event-bus/${stage}events`);
  const found = archives.find(({ EventSourceArn: bus = '' }) => form.test(bus));
  if (!found?.ArchiveName || !found.EventSourceArn) throw new Error(`the stage ${stage} has no archive`);
  const busArn = found.EventSourceArn;
  return { busArn, archiveArn: busArn.replace(/:event-bus\/.*/, `:archive/${found.ArchiveName}`) };
}

async function findRule(
  client: EventBridgeClient,
  busArn: string,
  stage: string,
  rule: string,
): Promise<string> {
  const bus = busArn.slice(busArn.indexOf('/') + 1);
  const { Rules: rules = [] } = await client.send(
    new ListRulesCommand({ EventBusName: bus, NamePrefix: `${stage}-events-${rule}` }),
  );
  const [{ Arn: arn } = {}, ...others] = rules;
  if (arn === undefined || others.length > 0)
    throw new Error(`there is not one rule ${rule}, but ${rules.length}`);
  return arn;
}

async function ended(client: EventBridgeClient, name: string): Promise<void> {
  for (;;) {
    const { State: state } = await client.send(new DescribeReplayCommand({ ReplayName: name }));
    if (state === 'COMPLETED') return;
    if (state === 'FAILED' || state === 'CANCELLED') throw new Error(`the replay ${name} ended as ${state}`);
    await sleep(LOOK_AGAIN_MS);
  }
}
