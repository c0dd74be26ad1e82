import { createSecretKey, type KeyObject } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { derive } from '../../functions/platform/master-key.ts';
import { unseal } from '../../functions/platform/seal.ts';
import { readTables } from './sqlite-tables.ts';

type Item = Record<string, { S: string }>;

/** All that the vault of a data directory holds, as somebody would read it who has the master secret. */
export function openVault(dataDir: string): string {
  const master = readFileSync(join(dataDir, 'secrets', secretIn(dataDir)), 'utf8');
  const tables = readTables(join(dataDir, 'dynamodb.sqlite'));
  const keys = new Map(
    itemsOf(tables, 'Keys').map((item) => [textOf(item, 'subjectId'), keyIn(item, master)]),
  );
  return itemsOf(tables, 'Vault')
    .map((item) => {
      const place = { subjectId: textOf(item, 'subjectId'), recordId: textOf(item, 'recordId') };
      const key = keys.get(place.subjectId) ?? derive(derive(master, 'temporary'), place.subjectId);
      return unseal(key, place, textOf(item, 'content')).toString();
    })
    .join('\n');
}

function secretIn(dataDir: string): string {
  const [name, ...others] = readdirSync(join(dataDir, 'secrets'));
  if (name === undefined || others.length > 0) throw new Error('there is one master secret');
  return name;
}

/** The items of a table, by the name that the stack gives it. */
function itemsOf(tables: ReadonlyMap<string, string>, name: string): Item[] {
  const [rows = '[]'] = [...tables]
    .filter(([table]) => new RegExp(`^local-data-${name}[0-9A-F]{8}$`).test(table))
    .map(([, text]) => text);
  return JSON.parse(rows).map(({ item_json: item }: { item_json: string }) => JSON.parse(item));
}

function keyIn(item: Item, master: string): KeyObject {
  const place = { subjectId: textOf(item, 'subjectId'), recordId: 'key' };
  return createSecretKey(unseal(derive(master, 'wrapping'), place, textOf(item, 'wrapped')));
}

function textOf(item: Item, name: string): string {
  return item[name]?.S ?? '';
}
