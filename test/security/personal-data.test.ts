import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Alteration, alteredAssembly, codeOf } from '../support/altered-assembly.ts';
import { type RunningApi, type StartOptions, startApi } from '../support/api.ts';
import { busEvents, eventually } from '../support/events.ts';
import { openVault } from '../support/opened-vault.ts';
import type { Planted, Planter } from '../support/planted.ts';
import { plantClaims } from '../support/planted-claims.ts';
import { plantConsents } from '../support/planted-consents.ts';
import { plantPolicies } from '../support/planted-policies.ts';
import { plantQuotes } from '../support/planted-quotes.ts';
import { plantTelematics } from '../support/planted-telematics.ts';
import { readTables } from '../support/sqlite-tables.ts';

/** What is left of a run in which planted values were sent. */
interface Remains extends Planted {
  /** Everything that was logged or printed. */
  logs: string;
  /** Everything that the bus took. */
  events: string;
  /** Every file of the data directory that is no log, as it lies there. */
  files: string;
  /** What the vault holds, opened. */
  opened: string;
  /** The rows of every table of the database. */
  tables: string;
}

/** Planting takes some hundred requests one after the other. */
const PATIENCE = { timeout: 60_000 };

let api: RunningApi | undefined;
afterEach(() => api?.stop());

type Plant = (api: RunningApi) => Promise<Planter>;

/** Starts the API, plants values, waits until the bus took so many events, and reads what it all left. */
async function runPlanted(plant: Plant, events = 5, options: StartOptions = {}): Promise<Remains> {
  api = await startApi(options);
  const { nowhere, sealed, forgotten, tablesOnly, answers } = await plant(api);
  await eventually(api, (all) => all.length >= events);
  const taken = JSON.stringify(await busEvents(api));
  const { dataDir } = api;
  await api.stop();
  return {
    ...{ nowhere, sealed, forgotten, tablesOnly, answers },
    logs: readAll(join(dataDir, 'logs')) + api.output(),
    events: taken,
    files: readAll(dataDir),
    opened: openVault(dataDir),
    tables: [...readTables(join(dataDir, 'dynamodb.sqlite')).values()].join('\n'),
  };
}

/** All files of a folder, their bytes as Latin text, so that ASCII can be found in whatever they hold. */
function readAll(directory: string): string {
  const files = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ name }) => readFileSync(join(directory, name), 'latin1')).join('\n');
}

/** Which values a text holds, as they are or in a form that they travel in. */
function found(text: string, values: string[]): string[] {
  const lower = text.toLowerCase();
  const forms = (value: string) =>
    [value, encodeURIComponent(value), ...inBase64(value)].map((form) => form.toLowerCase());
  return values.filter((value) => forms(value).some((form) => lower.includes(form)));
}

/** A value within something in base64: by where it begins, without the letters that depend on what is around it. */
function inBase64(value: string): string[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.from('-'.repeat(before) + value).toString('base64');
    return text.replace(/=+$/, '').slice(before === 0 ? 0 : before + 1, -2);
  });
}

describe('of what a request says of a person', () => {
  const plantedInAll = new Set<string>();

  it.each<[string, Plant, number[]]>([
    ['quotes', plantQuotes, [200, 201, 400, 401, 404, 412, 415, 422]],
    ['policies', plantPolicies, [200, 201, 400, 404, 412, 422]],
    ['consents', plantConsents, [200, 201, 202, 400, 403, 404, 409, 422]],
    ['claims', plantClaims, [200, 201, 400, 403, 404, 409, 412, 422]],
    ['telematics', plantTelematics, [200, 201, 202, 400, 401, 404, 409, 415]],
  ])(
    'nothing is logged, nothing is sent on, and nothing can be read: it lies sealed in the vault: %s',
    PATIENCE,
    async (_room, plant, all) => {
      const { logs, events, files, opened, tables, ...planted } = await runPlanted(plant);
      const { nowhere, sealed, forgotten, tablesOnly, answers } = planted;

      for (const value of [...nowhere, ...sealed, ...forgotten, ...tablesOnly]) plantedInAll.add(value);
      const statuses = new Set(answers.map(({ status }) => status));
      expect([...statuses].sort()).toEqual(all);
      const everything = [...nowhere, ...sealed, ...forgotten, ...tablesOnly];
      expect(found(logs, everything)).toEqual([]);
      expect(found(events, everything)).toEqual([]);
      expect(found(files + tables, [...nowhere, ...sealed, ...forgotten])).toEqual([]);
      expect(found(opened, sealed)).toEqual(sealed);
      expect(found(opened, [...nowhere, ...forgotten])).toEqual([]);
      // The search can read what it searches.
      expect(found(tables, tablesOnly)).toEqual(tablesOnly);
      const quoteId = answers[0]?.json.quoteId;
      for (const text of [events, files, tables]) expect(found(text, [quoteId])).toEqual([quoteId]);
    },
  );

  it('two hundred values were looked for', () => {
    expect(plantedInAll.size).toBeGreaterThanOrEqual(200);
  });

  it('nothing is logged when something fails inside', async () => {
    const cdkOut = alteredAssembly(withoutTable('LEDGER_TABLE'));
    const { logs, nowhere, sealed, tablesOnly, answers } = await runPlanted(plantQuotes, 0, { cdkOut });

    expect(answers.map(({ status }) => status)).toContain(500);
    expect(logs).toContain('"level":"ERROR"');
    expect(found(logs, [...nowhere, ...sealed, ...tablesOnly])).toEqual([]);
  });

  it('a leak is found', async () => {
    const cdkOut = alteredAssembly();
    const code = codeOf(cdkOut, 'quotes');
    renameSync(join(code, 'index.mjs'), join(code, 'tight.mjs'));
    const leak = `import { handler as tight } from './tight.mjs';
      export const handler = (event, context) => { console.log(JSON.stringify(event)); return tight(event, context); };`;
    writeFileSync(join(code, 'index.mjs'), leak);

    const { logs, nowhere, sealed, tablesOnly } = await runPlanted(plantQuotes, 5, { cdkOut });

    // What the gateway refused by itself never reached the function.
    expect(found(logs, nowhere).length).toBeGreaterThan(nowhere.length * 0.8);
    expect(found(logs, sealed)).toEqual(sealed);
    expect(found(logs, tablesOnly)).toEqual(tablesOnly);
  });
});

it.each([
  ['quotes', plantQuotes],
  ['policies', plantPolicies],
  ['consents', plantConsents],
  ['claims', plantClaims],
  ['telematics', plantTelematics],
])('every request leaves a line under its id: %s', PATIENCE, async (_room, plant) => {
  const { logs, answers } = await runPlanted(plant);

  const ids = answers.map(({ headers }) => headers.get('x-amzn-requestid') ?? 'none');
  expect(ids.filter((id) => !logs.includes(`"requestId":"${id}"`))).toEqual([]);
});

/** Makes a function fail when it first asks for a table: the stack forgot to name it. */
function withoutTable(variable: string): Alteration {
  return ({ Properties: properties = {} }) => {
    const { Variables: variables } = (properties.Environment ?? {}) as {
      Variables?: Record<string, unknown>;
    };
    if (variables) delete variables[variable];
    return true;
  };
}
