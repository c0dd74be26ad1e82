import type { Fault } from '../fault.ts';

/** Faults in how things are stored, found and stored once. */
export const storageFaults: readonly Fault[] = [
  {
    name: 'a state is written whatever its version',
    kind: 'a condition dropped',
    file: 'functions/platform/commit.ts',
    text: "ConditionExpression: 'version = :expected',",
    instead: "ConditionExpression: 'version = :expected OR attribute_exists(version)',",
    caughtBy: { file: 'test/local/commit.test.ts', test: 'of version 2, where 1 is current, writes nothing' },
    always: true,
  },
  {
    name: 'a commit does not hold to the consent that it relies on',
    kind: 'a condition dropped',
    file: 'functions/middleware/commit.ts',
    text: 'conditions: relied ? [liveCondition(relied)] : [],',
    instead: 'conditions: [],',
    caughtBy: {
      file: 'test/local/consent-store.test.ts',
      test: 'a call commits nothing by a consent that was withdrawn since it was read',
    },
  },
  {
    name: 'a consent counts beyond its time',
    kind: 'a condition dropped',
    file: 'functions/consents/store.ts',
    text: "'version = :version AND dueAt > :now'",
    instead: "'version = :version AND (dueAt > :now OR attribute_exists(dueAt))'",
    caughtBy: {
      file: 'test/local/consent-store.test.ts',
      test: 'what relies on a consent is not committed once its time is up',
    },
  },
  {
    name: 'a conflict of two transactions is taken for a refusal',
    kind: 'a retry forgotten',
    file: 'functions/platform/transaction.ts',
    text: "const failed = placesOf(reasons, 'ConditionalCheckFailed');",
    instead:
      "const failed = ['ConditionalCheckFailed', 'TransactionConflict'].flatMap((code) => placesOf(reasons, code));",
    caughtBy: { file: 'test/local/commit.test.ts', test: 'a change waits, and is written then' },
  },
  {
    name: 'an answer is not remembered for retries',
    kind: 'a retry forgotten',
    file: 'functions/platform/commit.ts',
    text: "...(answer ? [{ item: { Put: answer }, refusal: 'duplicate-request' as const }] : []),",
    instead: '',
    caughtBy: { file: 'test/local/commit.test.ts', test: 'whose key has an answer writes nothing' },
  },
  {
    name: 'what DynamoDB left of a batch of writes is not written',
    kind: 'an answer in parts ignored',
    file: 'functions/platform/batch.ts',
    text: 'wanted = [...(unprocessed[table] ?? []), ...wanted.slice(WRITES)];',
    instead: 'wanted = unprocessed[table] ? wanted.slice(WRITES) : [];',
    caughtBy: { file: 'test/local/batch.test.ts', test: 'of what is to be deleted nothing is left' },
  },
  {
    name: 'what DynamoDB left of a batch of reads is not read',
    kind: 'an answer in parts ignored',
    file: 'functions/platform/batch.ts',
    text: 'wanted = [...left, ...wanted.slice(BATCH)];',
    instead: 'wanted = left.length > 0 ? wanted.slice(BATCH) : [];',
    caughtBy: { file: 'test/local/batch.test.ts', test: 'of 7 items all are read, in 3 parts' },
  },
  {
    name: 'a list looks into one shard of its index',
    kind: 'an index broken',
    file: 'functions/platform/listing.ts',
    text: 'Array.from({ length: SHARDS }, (_, shard) =>',
    instead: 'Array.from({ length: 1 }, (_, shard) =>',
    caughtBy: {
      file: 'test/local/listing.test.ts',
      test: 'has all of a partner, newest first, over pages, shards and the turn of the year',
    },
    always: true,
  },
];
