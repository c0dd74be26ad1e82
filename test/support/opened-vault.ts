import { createSecretKey, type KeyObject } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { derive, expand } from '../../functions/platform/master-key.ts';
import { unseal } from '../../functions/platform/seal.ts';
import { type Item, readItems } from './sqlite-tables.ts';

/** All that the vault of a data directory holds, as somebody would read it who has the master secret. */
export function openVault(dataDir: string): string {
  const master = readFileSync(join(dataDir, 'secrets', secretIn(dataDir)), 'utf8');
  const keys = new Map(
    readItems(dataDir, 'Keys').map((item) => [textOf(item, 'subjectId'), keyIn(item, master)]),
  );
  return readItems(dataDir, 'Vault')
    .map((item) => {
      const place = { subjectId: textOf(item, 'subjectId'), recordId: textOf(item, 'recordId') };
      const key = keys.get(place.subjectId) ?? expand(derive(master, 'temporary'), place.subjectId);
      return unseal(key, place, textOf(item, 'content')).toString();
    })
    .join('\n');
}

function secretIn(dataDir: string): string {
  const [name, ...others] = readdirSync(join(dataDir, 'secrets'));
  if (name === undefined || others.length > 0) throw new Error('there is one master secret');
  return name;
}

function keyIn(item: Item, master: string): KeyObject {
  const place = { subjectId: textOf(item, 'subjectId'), recordId: 'key' };
  return createSecretKey(unseal(derive(master, 'wrapping'), place, textOf(item, 'wrapped')));
}

function textOf(item: Item, name: string): string {
  return item[name]?.S ?? '';
}
