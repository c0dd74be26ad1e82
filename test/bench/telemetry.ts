import { type Ingest, measureIngest } from './ingest.ts';
import { measureStorage, type StorageCost } from './telemetry-storage.ts';

/** What a device's points cost to keep, and how many of them can come in. */
export interface TelemetryFigures {
  storage: StorageCost[];
  ingest: Ingest[];
}

/** Measures batches as devices with room for ten minutes send them, and as those with room for one. */
export async function measureTelemetry(): Promise<TelemetryFigures> {
  return {
    storage: [await measureStorage(600), await measureStorage(60)],
    ingest: [await measureIngest('identity'), await measureIngest('gzip')],
  };
}

/** The figures in words, for the table of the bench. */
export function telemetryRows({ storage, ingest }: TelemetryFigures): [what: string, figure: string][] {
  return [...storage.flatMap(storageRows), ...ingest.flatMap(ingestRows)];
}

function storageRows(cost: StorageCost): [string, string][] {
  const batches = `telemetry, ${cost.batchSize} points a batch`;
  const [kept, json, gzip] = [cost.keptBytes, cost.jsonBytes, cost.gzipBytes].map((bytes) =>
    bytes.toFixed(1),
  );
  return [
    [
      `${batches}: points for a write unit, raw and all in`,
      `${cost.perRawUnit.toFixed(0)} and ${cost.perUnit.toFixed(0)}`,
    ],
    [`${batches}: bytes a point, JSON's, gzip's`, `${kept}, ${json}, ${gzip}`],
  ];
}

function ingestRows({
  coding,
  perSecond,
  p50,
  p95,
  sent,
  accepted,
  kept,
  inTrips,
}: Ingest): [string, string][] {
  const lost = [accepted, kept, inTrips].every((count) => count === sent)
    ? 'none lost, none twice'
    : 'NOT ALL';
  const all = sent.toLocaleString('en');
  return [
    [
      `ingest, ${coding}: points until their trips can be read`,
      `${Math.round(perSecond).toLocaleString('en')}/s, of ${all} ${lost}`,
    ],
    [`  answers p50 / p95`, `${p50.toFixed(0)} / ${p95.toFixed(0)} ms`],
  ];
}
