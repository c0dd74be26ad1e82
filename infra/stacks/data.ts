import { type App, Stack } from 'aws-cdk-lib';
import { AttributeType, StreamViewType } from 'aws-cdk-lib/aws-dynamodb';
import { HouseKey } from '../constructs/house-key.ts';
import { HouseTable, type HouseTableProps, text } from '../constructs/house-table.ts';
import type { Settings } from './settings.ts';

/** The tables, and the key that encrypts what the house keeps. */
export class DataStack extends Stack {
  readonly key: HouseKey;
  readonly quotes: HouseTable;
  readonly policies: HouseTable;
  readonly segments: HouseTable;
  readonly changes: HouseTable;
  readonly vault: HouseTable;
  readonly ledger: HouseTable;
  readonly idempotency: HouseTable;
  readonly partners: HouseTable;

  constructor(app: App, { stage, retain, removalPolicy }: Settings) {
    super(app, `${stage}-data`, { description: 'Partner API: tables', terminationProtection: retain });
    this.key = new HouseKey(this, 'Key', { removalPolicy });
    const table = (id: string, props: Omit<HouseTableProps, 'key' | 'removalPolicy'>) =>
      new HouseTable(this, id, { key: this.key, removalPolicy, ...props });

    this.quotes = table('Quotes', { partitionKey: text('quoteId') });
    this.quotes.addIndex('listing', 'listingKey', 'quoteId');
    // Holds open quotes only: a quote leaves it when it expires or is bound.
    this.quotes.addIndex('expiry', 'expiryKey', 'validUntil');

    this.policies = table('Policies', { partitionKey: text('policyId') });
    this.policies.addIndex('listing', 'listingKey', 'policyId');
    this.policies.addIndex('number', 'numberKey', 'policyId');
    // Holds policies that time will do something to: a renewal to offer or to issue, an end to state.
    this.policies.addIndex('due', 'dueKey', 'dueAt');
    this.segments = table('Segments', { partitionKey: text('policyId'), sortKey: text('from') });
    // Restorable although it forgets: a locked price is a promise for as long as it is valid.
    this.changes = table('Changes', { partitionKey: text('changeId'), timeToLiveAttribute: 'expiresAt' });

    this.vault = table('Vault', {
      partitionKey: text('subjectId'),
      sortKey: text('recordId'),
      timeToLiveAttribute: 'expiresAt',
      // What was erased can be brought back for so long, and then no more.
      recoverableDays: 7,
    });
    this.vault.addIndex('plate', 'plateKey', 'policyId');

    this.ledger = table('Ledger', {
      partitionKey: text('aggregateId'),
      sortKey: { name: 'version', type: AttributeType.NUMBER },
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
    });

    this.idempotency = table('Idempotency', {
      partitionKey: text('requestKey'),
      timeToLiveAttribute: 'expiresAt',
      unrecoverable:
        'Remembers answers for retries and forgets them within a day; a restored one would be stale.',
    });

    this.partners = table('Partners', { partitionKey: text('clientId') });
  }

  /** Every one of them. */
  get tables(): readonly HouseTable[] {
    return this.node.children.filter((child) => child instanceof HouseTable);
  }
}
