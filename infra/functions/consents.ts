import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Settings } from '../stacks/settings.ts';

/** The consents room: what partners ask for, and what customers answer. */
export class Consents extends ApiFunction {
  constructor(scope: Construct, settings: Settings, { key, tables, master }: DataStack) {
    super(scope, 'consents', {
      ...settings,
      key,
      description: 'Asks customers for consent, and keeps what they answer',
      timeout: Duration.seconds(20),
      memory: 1024,
    });
    this.reach(tables.consents, ['BatchGetItem', 'GetItem', 'PutItem'], ['customer', 'listing']);
    // What a one-shot consent is for.
    this.reach(tables.vault, ['DeleteItem', 'GetItem', 'PutItem']);
    this.reach(tables.policies, [], ['customer']);
    this.reach(tables.identities, ['GetItem']);
    this.reach(tables.partners, ['GetItem']);
    this.reach(tables.ledger, ['PutItem', 'Query']);
    this.reach(tables.idempotency, ['GetItem', 'PutItem']);
    this.entrust(master);
  }
}
