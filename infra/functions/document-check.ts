import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Settings } from '../stacks/settings.ts';

/**
 * Checks the files that were uploaded for claims, and attaches or quarantines them, or deletes them where their customer
 * was erased. It opens no value in the vault, and cannot read what it has put away.
 */
export class DocumentCheck extends ApiFunction {
  constructor(scope: Construct, settings: Settings, { key, tables, documents }: DataStack) {
    super(scope, 'document-check', {
      ...settings,
      key,
      description: 'Checks uploaded documents, and attaches or quarantines them',
      timeout: Duration.seconds(30),
      memory: 1024,
    });
    this.reach(tables.claims, ['GetItem', 'PutItem']);
    this.reach(tables.keys, ['ConditionCheckItem']);
    this.reach(tables.ledger, ['PutItem']);
    this.open(documents, {
      incoming: ['GetObject', 'DeleteObject'],
      attached: ['DeleteObject', 'PutObject'],
      quarantined: ['DeleteObject', 'PutObject'],
    });
  }
}
