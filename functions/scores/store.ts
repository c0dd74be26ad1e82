import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Instant } from '../platform/clock.ts';
import { dayOf } from '../platform/coarse-time.ts';
import type { Change } from '../platform/commit.ts';
import { type Due, type DueIndex, pagesDue } from '../platform/due.ts';
import { dynamodb } from '../platform/dynamodb.ts';
import { variable } from '../platform/env.ts';
import { sha256Of } from '../platform/hash.ts';
import { newOpaqueId } from '../platform/ids.ts';
import type { Origin } from '../platform/ledger.ts';
import { type DrivingScore, type ScoreEvent, scoreIdOf } from './score.ts';

/** The index of what is stale is spread over so many keys: a fleet that comes to rest at once is scored at once. */
const SHARDS = 64;

/** The driving score of a policy, strongly consistent; undefined where nobody has driven under it. */
export async function findScore(policyId: string): Promise<DrivingScore | undefined> {
  const { Item: item } = await dynamodb.send(
    new GetItemCommand({
      TableName: table(),
      Key: { scoreId: { S: scoreIdOf(policyId) } },
      ConsistentRead: true,
    }),
  );
  return item?.doc?.S === undefined ? undefined : JSON.parse(item.doc.S);
}

/** What a score is worked out to be. */
export type WorkedOut = Omit<DrivingScore, 'scoreId' | 'version'>;

/** The score of a policy (undefined: its first) as it was worked out anew, and the change that commits it. */
export function changeOfScore(
  before: DrivingScore | undefined,
  workedOut: WorkedOut,
  about: { occurredAt: Instant; origin: Origin },
): { score: DrivingScore; change: Change } {
  const { policyId } = workedOut;
  const expectedVersion = before?.version ?? 0;
  const score = { ...workedOut, scoreId: scoreIdOf(policyId), version: expectedVersion + 1 };
  const { scoreId } = score;
  const event: ScoreEvent = { type: 'driving-score.updated', data: { scoreId, policyId } };
  return {
    score,
    change: {
      ...about,
      occurredAt: dayOf(about.occurredAt),
      aggregateId: scoreId,
      expectedVersion,
      events: [{ eventId: newOpaqueId('evt'), ...event }],
      state: { table: table(), key: 'scoreId', doc: score, indexes: dueKeys(score) },
    },
  };
}

/** Scores that have to be worked out anew by an instant, in pages of so many per shard. */
export function listStaleScores(by: Instant, perShard: number): AsyncIterable<Due[]> {
  const index: DueIndex = {
    table: table(),
    index: 'due',
    idName: 'scoreId',
    keyName: 'dueKey',
    keyPrefix: 'due',
    atName: 'dueAt',
    shards: SHARDS,
  };
  return pagesDue(index, by, perShard);
}

/** A score of nothing is never due. */
function dueKeys({ scoreId, staleAt }: DrivingScore): Record<string, string> {
  if (staleAt === undefined) return {};
  const shard = Number.parseInt(sha256Of(Buffer.from(scoreId)).slice(0, 4), 16) % SHARDS;
  return { dueKey: `due#${shard}`, dueAt: staleAt };
}

function table(): string {
  return variable('SCORES_TABLE');
}
