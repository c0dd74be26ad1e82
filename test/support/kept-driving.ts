import { join } from 'node:path';
import type { Device } from '../../functions/devices/device.ts';
import { unpack } from '../../functions/telematics/points/packing.ts';
import type { Point } from '../../functions/telematics/points/point.ts';
import { readItems, readTables } from './sqlite-tables.ts';

/** The device as its item in a data directory has it. */
export function keptDevice(dataDir: string, deviceId: string): Device {
  const item = readItems(dataDir, 'Devices').find((each) => each.deviceId?.S === deviceId);
  if (!item) throw new Error(`there is no device ${deviceId}`);
  return JSON.parse(item.doc?.S ?? '');
}

/** What the driving data of a device are kept under. */
export function pseudonymOf(dataDir: string, deviceId: string): string {
  const { pseudonym } = keptDevice(dataDir, deviceId);
  if (pseudonym === undefined) throw new Error(`${deviceId} leads to no driver any more`);
  return pseudonym;
}

/** How many items the tables of driving data have under a pseudonym. */
export function drivingUnder(dataDir: string, pseudonym: string) {
  const under = (table: string) =>
    readItems(dataDir, table).filter((item) => item.pseudonym?.S === pseudonym).length;
  return { batches: under('Telemetry'), cursors: under('Cursors'), trips: under('Trips') };
}

/** All points that are stored under a pseudonym, in order of time; one that is stored twice is there twice. */
export function keptPoints(dataDir: string, pseudonym: string): Point[] {
  const batches: Record<string, { S?: string; B?: string }>[] = readItems(dataDir, 'Telemetry');
  const own = batches.filter((batch) => batch.pseudonym?.S === pseudonym);
  const points = own.flatMap(({ p: packed }) => unpack(Buffer.from(packed?.B ?? '', 'base64')));
  return points.sort((a, b) => a.at - b.at);
}

/** The tables of a data directory, indexes and streams among them, that a text stands in; but for what is kept to restore them. */
export function tablesWith(dataDir: string, text: string): string[] {
  const tables = readTables(join(dataDir, 'dynamodb.sqlite'));
  return [...tables].flatMap(([name, rows]) => (name !== HISTORY && rows.includes(text) ? [name] : []));
}

/** The tables of a data directory that could be restored with a text in them. */
export function restorableWith(dataDir: string, text: string): string[] {
  const rows = JSON.parse(readTables(join(dataDir, 'dynamodb.sqlite')).get(HISTORY) ?? '[]') as {
    table_name: string;
    item_json: string | null;
  }[];
  const names = rows.flatMap(({ table_name: name, item_json: item }) => (item?.includes(text) ? [name] : []));
  return [...new Set(names)];
}

/** What the local runtime keeps of tables to restore them, each for as long as the template says. */
const HISTORY = '_history';
