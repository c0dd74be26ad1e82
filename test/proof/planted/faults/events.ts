import type { Fault } from '../fault.ts';

/** Faults in the way of an event, from the ledger to the bus. */
export const eventFaults: readonly Fault[] = [
  {
    name: 'a commit forgets the ledger',
    kind: 'an event lost',
    file: 'functions/platform/commit.ts',
    text: '{ Put: appendToLedger(change, version) },',
    instead: '',
    caughtBy: {
      file: 'test/local/commit-together.test.ts',
      test: 'are written together, each with its ledger entry',
    },
  },
  {
    name: 'the relay drops an entry of each batch',
    kind: 'an event lost',
    file: 'functions/relay/bus.ts',
    text: '.flatMap(eventsOf);',
    instead: '.slice(1).flatMap(eventsOf);',
    caughtBy: {
      file: 'test/local/publishing.test.ts',
      test: 'every entry of the ledger that the stream brings is carried to the bus',
    },
    always: true,
  },
  {
    name: 'the relay does not look at what the bus refused',
    kind: 'an answer in parts ignored',
    file: 'functions/relay/bus.ts',
    text: 'return batch.filter((_event, index) => results[index]?.EventId === undefined);',
    instead: 'return results.length === batch.length ? [] : [...batch];',
    caughtBy: {
      file: 'test/local/publishing.test.ts',
      test: 'what the bus takes a part of is gone on with from the first that it did not take',
    },
  },
  {
    name: 'a message that failed is not said to have failed',
    kind: 'an event lost',
    file: 'functions/platform/messages.ts',
    text: 'failed.push(record.messageId);',
    instead: 'failed.push();',
    caughtBy: { file: 'functions/platform/messages.test.ts', test: 'reports what fails or cannot be read' },
  },
];
