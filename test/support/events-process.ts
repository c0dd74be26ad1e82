/**
 * A process with an event bus, and a bucket that tells the default one of new objects. The only target of their events
 * fails until `DELIVER=1`. It prints where bus and bucket are.
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { bucketArn, busArn, startServices } from './services.ts';

const [dataDir = ''] = process.argv.slice(2);
const services = await startServices(dataDir);
services.bus.addBus('house', busArn('house'));
services.addBucket('documents');
const deliver = (event: object) => {
  if (process.env.DELIVER !== '1') throw new Error('not yet');
  appendFileSync(join(dataDir, 'delivered.jsonl'), `${JSON.stringify(event)}\n`);
};
const target = { deliver, maximumAttempts: 1_000, maximumAgeSeconds: 3_600 };
services.bus.addRule('house', { source: ['test'] }, new Map([['stack/rule/target', target]]));
services.bus.addRule('default', { source: ['aws.s3'] }, new Map([['stack/objects/target', target]]));
services.bus.resume();
const { credentials, endpoint } = services.as(
  ['events:PutEvents', busArn('house')],
  [['s3:GetObject', 's3:PutObject'], bucketArn('documents/*')],
);
console.log(JSON.stringify({ credentials, endpoint, s3Url: services.s3Url }));
