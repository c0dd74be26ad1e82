/** A process with an event bus whose only target fails until `DELIVER=1`; it prints where the bus is. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { busArn, startServices } from './services.ts';

const [dataDir = ''] = process.argv.slice(2);
const services = await startServices(dataDir);
services.bus.addBus('house', busArn('house'));
const deliver = (event: object) => {
  if (process.env.DELIVER !== '1') throw new Error('not yet');
  appendFileSync(join(dataDir, 'delivered.jsonl'), `${JSON.stringify(event)}\n`);
};
const target = { deliver, maximumAttempts: 1_000, maximumAgeSeconds: 3_600 };
services.bus.addRule('house', { source: ['test'] }, new Map([['stack/rule/target', target]]));
services.bus.resume();
const { credentials, endpoint } = services.as(['events:PutEvents', busArn('house')]);
console.log(JSON.stringify({ credentials, endpoint }));
