import { type App, Stack, Validations } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
  type TableProps,
} from 'aws-cdk-lib/aws-dynamodb';
import { HouseKey } from '../constructs/house-key.ts';
import type { Settings } from './settings.ts';

const text = (name: string) => ({ name, type: AttributeType.STRING });

/** The tables, and the key that encrypts what the house keeps. */
export class DataStack extends Stack {
  readonly key: HouseKey;
  readonly quotes: Table;
  readonly ledger: Table;
  readonly idempotency: Table;
  readonly partners: Table;

  constructor(app: App, { stage, retain, removalPolicy }: Settings) {
    super(app, `${stage}-data`, { description: 'Partner API: tables', terminationProtection: retain });
    this.key = new HouseKey(this, 'Key', { removalPolicy });
    const table = (id: string, props: Omit<TableProps, 'tableName'>) =>
      new Table(this, id, {
        billingMode: BillingMode.PAY_PER_REQUEST,
        encryption: TableEncryption.CUSTOMER_MANAGED,
        encryptionKey: this.key,
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        deletionProtection: retain,
        removalPolicy,
        ...props,
      });

    this.quotes = table('Quotes', { partitionKey: text('quoteId') });
    this.quotes.addGlobalSecondaryIndex({
      indexName: 'listing',
      partitionKey: text('listingKey'),
      sortKey: text('quoteId'),
      projectionType: ProjectionType.KEYS_ONLY,
    });
    // Holds open quotes only: a quote leaves it when it expires or is bound.
    this.quotes.addGlobalSecondaryIndex({
      indexName: 'expiry',
      partitionKey: text('expiryKey'),
      sortKey: text('validUntil'),
      projectionType: ProjectionType.KEYS_ONLY,
    });

    this.ledger = table('Ledger', {
      partitionKey: text('aggregateId'),
      sortKey: { name: 'version', type: AttributeType.NUMBER },
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
    });

    this.idempotency = table('Idempotency', {
      partitionKey: text('requestKey'),
      timeToLiveAttribute: 'expiresAt',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false },
    });
    Validations.of(this.idempotency).acknowledge({
      id: 'AwsSolutions-DDB3',
      reason: 'Remembers answers for retries and forgets them within a day; a restored one would be stale.',
    });

    this.partners = table('Partners', { partitionKey: text('clientId') });
  }
}
