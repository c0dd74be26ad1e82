import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  type Attribute,
  AttributeType,
  BillingMode,
  ProjectionType,
  Table,
  TableEncryption,
  type TableProps,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/** What tables differ in. */
export interface HouseTableProps
  extends Pick<TableProps, 'partitionKey' | 'sortKey' | 'stream' | 'timeToLiveAttribute'> {
  readonly key: IKey;
  readonly removalPolicy: RemovalPolicy;
  /** For how many days back the table can be restored; DynamoDB's own 35 where nothing is said. */
  readonly recoverableDays?: number;
  /** Why the table cannot be restored at all, where it cannot. */
  readonly unrecoverable?: string;
}

/** An attribute of a key. */
export const text = (name: string): Attribute => ({ name, type: AttributeType.STRING });

/** A table as all of the house are: paid by request, encrypted with its key, restorable, not deleted by mistake. */
export class HouseTable extends Table {
  constructor(scope: Construct, id: string, props: HouseTableProps) {
    const { key, removalPolicy, recoverableDays, unrecoverable, ...rest } = props;
    super(scope, id, {
      ...rest,
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key,
      pointInTimeRecoverySpecification: {
        pointInTimeRecoveryEnabled: unrecoverable === undefined,
        ...(recoverableDays !== undefined && { recoveryPeriodInDays: recoverableDays }),
      },
      deletionProtection: removalPolicy === RemovalPolicy.RETAIN,
      removalPolicy,
    });
    if (unrecoverable !== undefined) {
      Validations.of(this).acknowledge({ id: 'AwsSolutions-DDB3', reason: unrecoverable });
    }
  }

  /** Adds an index that answers with keys only: it holds the items that have both of its own. */
  addIndex(indexName: string, partitionKey: string, sortKey: string): void {
    this.addGlobalSecondaryIndex({
      indexName,
      partitionKey: text(partitionKey),
      sortKey: text(sortKey),
      projectionType: ProjectionType.KEYS_ONLY,
    });
  }
}
