import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Point } from '../../functions/telematics/points/point.ts';

const RECORDED = join(import.meta.dirname, '../../../shared/data/trips');
const KMH_PER_MPH = 1.609344;

/** Why a test of recorded drives is skipped. */
export const NOT_RECORDED = 'the recorded drives do not lie beside this repository';

/** Whether recorded drives lie beside this repository. */
export const areRecorded = existsSync(RECORDED);

/** A drive with an accelerometer, and what its authors found in it. Times are seconds. */
export interface LabelledDrive {
  drive: number;
  points: Point[];
  events: {
    start: number;
    end: number;
    axis: 'longitudinal' | 'lateral';
    signed_g: number;
    severity: string;
  }[];
}

/** Days of a vehicle by its speed, and its trips. Times are epoch milliseconds. */
export interface RecordedVehicle {
  points: Point[];
  trips: { startedAt: number; endedAt: number; distanceM: number }[];
}

/** Drives of a naturalistic study, one point a second (`nds`). */
export function labelledDrives(): LabelledDrive[] {
  const truth: Omit<LabelledDrive, 'points'>[] = JSON.parse(textOf('nds/truth.json'));
  return truth.map(({ drive, events }) => {
    const rows = rowsOf(`nds/drive_${String(drive).padStart(2, '0')}.csv`);
    return { drive, events, points: rows.map(labelledPoint) };
  });
}

/** Vehicles of a household survey: speeds, one a second (`cmap`). */
export function recordedVehicles(): RecordedVehicle[] {
  return readdirSync(join(RECORDED, 'cmap')).map((vehicle) => {
    const days = readdirSync(join(RECORDED, 'cmap', vehicle)).filter((file) => /^\d.*\.csv$/.test(file));
    const rows = days.sort().flatMap((file) => rowsOf(`cmap/${vehicle}/${file}`));
    return {
      points: rows.map(({ timestamp, speed_mph }) => ({
        at: utc(timestamp),
        speedKmh: rounded(Number(speed_mph) * KMH_PER_MPH, 10),
      })),
      trips: rowsOf(`cmap/${vehicle}/trips_truth.csv`).map((row) => ({
        startedAt: utc(row.start_ts),
        endedAt: utc(row.end_ts),
        distanceM: Number(row.distance_total) * KMH_PER_MPH * 1000,
      })),
    };
  });
}

/** Standard drive cycles (`cycles`), begun at an instant. */
export function driveCycles(startedAt: number): { cycle: string; km: number; points: Point[] }[] {
  const truth: { cycle: string; km: number }[] = JSON.parse(textOf('cycles/truth.json'));
  return truth.map(({ cycle, km }) => ({
    ...{ cycle, km },
    points: rowsOf(`cycles/${cycle}.csv`).map((row) => ({
      at: startedAt + Math.round(Number(row.cycSecs ?? row.time_s) * 1000),
      speedKmh: rounded(Number(row.cycMps ?? row.mps) * 3.6, 10),
    })),
  }));
}

/** One drive by its positions alone: one a second, and one every fifteen seconds (`barefoot`). */
export function positionedDrive(): { everySecond: Point[]; every15Seconds: Point[] } {
  const read = (file: string): Point[] =>
    JSON.parse(textOf(`barefoot/${file}`)).map(({ point, time }: { point: string; time: string }) => {
      const [, lon, lat] = /^POINT\((\S+) (\S+)\)$/.exec(point) ?? [];
      const at = Date.parse(time.replace(' ', 'T').replace(/(\d\d)$/, ':$1'));
      return { at, lat: rounded(Number(lat), 1e6), lon: rounded(Number(lon), 1e6) };
    });
  return { everySecond: read('x0001-001.json'), every15Seconds: read('x0001-015.json') };
}

function labelledPoint(row: Record<string, string>): Point {
  return {
    at: Number(row.time_utc) * 1000,
    lat: rounded(Number(row.gps_lat), 1e6),
    lon: rounded(Number(row.gps_long), 1e6),
    speedKmh: rounded(Number(row.speed_mph) * KMH_PER_MPH, 10),
    headingDeg: Math.round(Number(row.gps_heading_raw)) % 360,
    accelG: {
      x: rounded(Number(row.accel_x), 1000),
      y: rounded(Number(row.accel_y), 1000),
      z: rounded(Number(row.accel_z), 1000),
    },
  };
}

function rowsOf(file: string): Record<string, string>[] {
  const [head = '', ...lines] = textOf(file)
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/);
  const names = head.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
  });
}

function textOf(file: string): string {
  return readFileSync(join(RECORDED, file), 'utf8');
}

/** The instant of a time without zone, taken for UTC. */
function utc(time = ''): number {
  return Date.parse(`${time.replace(' ', 'T')}Z`);
}

function rounded(figure: number, parts: number): number {
  return Math.round(figure * parts) / parts;
}
