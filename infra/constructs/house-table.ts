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
export interface TableShape
  extends Pick<TableProps, 'partitionKey' | 'sortKey' | 'stream' | 'timeToLiveAttribute'> {
  /** By its name, the attributes that an index has for its partition and its order; both are texts. */
  readonly indexes?: Readonly<Record<string, readonly [partition: string, sort: string]>>;
  /** For how many days back the table can be restored; DynamoDB's own 35 where nothing is said. */
  readonly recoverableDays?: number;
  /** Why the table cannot be restored at all, where it cannot. */
  readonly unrecoverable?: string;
}

export interface HouseTableProps extends TableShape {
  readonly key: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/** A text attribute of a key. */
export const text = (name: string): Attribute => ({ name, type: AttributeType.STRING });

/** A number attribute of a key. */
export const number = (name: string): Attribute => ({ name, type: AttributeType.NUMBER });

/** A table as all of the house are: paid by request, encrypted with its key, restorable, not deleted by mistake. */
export class HouseTable extends Table {
  readonly isRestorable: boolean;

  constructor(scope: Construct, id: string, props: HouseTableProps) {
    const { key, removalPolicy, indexes = {}, recoverableDays, unrecoverable, ...rest } = props;
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
    this.isRestorable = unrecoverable === undefined;
    for (const [name, attributes] of Object.entries(indexes)) this.addIndex(name, ...attributes);
    if (unrecoverable !== undefined) {
      Validations.of(this).acknowledge({ id: 'AwsSolutions-DDB3', reason: unrecoverable });
    }
  }

  /** An index answers with keys only: it holds the items that have both of its own. */
  private addIndex(indexName: string, partition: string, sort: string): void {
    this.addGlobalSecondaryIndex({
      indexName,
      partitionKey: text(partition),
      sortKey: text(sort),
      projectionType: ProjectionType.KEYS_ONLY,
    });
  }
}
