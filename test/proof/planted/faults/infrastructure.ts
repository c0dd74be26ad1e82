import type { Fault } from '../fault.ts';

/** Faults in what is deployed. */
export const infrastructureFaults: readonly Fault[] = [
  {
    name: 'the relay may do anything to the bus',
    kind: 'a role widened',
    file: 'infra/functions/relay.ts',
    text: "this.allow(['events:PutEvents'], bus.eventBusArn);",
    instead: "this.allow(['events:*'], bus.eventBusArn);",
    caughtBy: { file: 'test/infra/permissions.test.ts', test: 'let relay do its work and no more' },
  },
  {
    name: 'whoever prices may unseal and replace keys',
    kind: 'a role widened',
    file: 'infra/functions/quotes.ts',
    text: "this.reach(tables.keys, ['GetItem']);",
    instead: "this.reach(tables.keys, ['GetItem', 'PutItem']);",
    caughtBy: {
      file: 'test/infra/permissions.test.ts',
      test: 'let none make a key of a person but who has to',
    },
  },
  {
    name: 'the index of a partner’s quotes is sorted by something else',
    kind: 'an index broken',
    file: 'infra/stacks/tables.ts',
    text: "listing: ['listingKey', 'quoteId']",
    instead: "listing: ['listingKey', 'validUntil']",
    caughtBy: { file: 'test/e2e/quotes.test.ts', test: 'of a client without quotes is empty' },
    synthesized: true,
  },
  {
    name: 'a quote need not say any more why it was declined',
    kind: 'a promise broken',
    file: 'openapi/quotes.yaml',
    text: 'required: [quoteId, status, product, startDate, validUntil, rateBook, offers, reasons, createdAt]',
    instead: 'required: [quoteId, status, product, startDate, validUntil, rateBook, offers, createdAt]',
    caughtBy: {
      file: 'openapi/compatibility/published.test.ts',
      test: 'the contract breaks no promise that was published',
    },
  },
  {
    name: 'an alarm leads to no section of the runbook',
    kind: 'an operator left alone',
    file: 'RUNBOOK.md',
    text: '\n## Releases are late\n',
    instead: '\n## Customers wait for releases\n',
    caughtBy: {
      file: 'test/operations/runbook.test.ts',
      test: 'has the section that each alarm leads to',
    },
  },
];
