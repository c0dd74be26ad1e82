import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Settings } from '../stacks/settings.ts';

/**
 * The claims room. It writes on a policy what was lost under it, keeps and destroys the keys of those who had to do with
 * a loss, and uses up a consent that was given for one notice. Files it neither reads nor writes: it signs addresses by
 * which others may.
 */
export class Claims extends ApiFunction {
  constructor(scope: Construct, settings: Settings, { key, tables, master, documents }: DataStack) {
    super(scope, 'claims', {
      ...settings,
      key,
      description: 'Takes notice of losses, triages, handles, pays and reads claims',
      environment: { INSURER_NAME: settings.insurer },
      timeout: Duration.seconds(20),
      memory: 1024,
    });
    this.reach(
      tables.claims,
      ['BatchGetItem', 'GetItem', 'PutItem'],
      ['customer', 'listing', 'open', 'policy', 'queue'],
    );
    this.reach(tables.policies, ['GetItem', 'PutItem'], ['customer']);
    // It is named wherever a policy is changed; a loss changes none of its segments.
    this.reach(tables.segments, []);
    this.reach(tables.vault, ['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem']);
    this.reach(tables.keys, [
      'BatchGetItem',
      'ConditionCheckItem',
      'DeleteItem',
      'GetItem',
      'PutItem',
      'UpdateItem',
    ]);
    this.reach(tables.consents, ['GetItem', 'PutItem']);
    this.reach(tables.identities, ['GetItem']);
    this.reach(tables.ledger, ['PutItem', 'Query']);
    this.reach(tables.idempotency, ['GetItem', 'PutItem']);
    this.open(documents, { incoming: ['PutObject'], attached: ['GetObject'] });
    this.entrust(master);
  }
}
