import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Alteration, alteredAssembly, folderBesideCode } from '../support/altered-assembly.ts';
import { type RunningApi, type StartOptions, startApi } from '../support/api.ts';
import { busEvents, eventually } from '../support/events.ts';
import { type Planted, plant } from '../support/planted.ts';

/** What is left of a run in which planted values were sent. */
interface Remains extends Planted {
  /** Everything that was logged or printed. */
  logs: string;
  /** Everything that the bus took. */
  events: string;
  /** Every file of the data directory that is no log. */
  tables: string;
}

let api: RunningApi | undefined;
afterEach(() => api?.stop());

async function runPlanted(options: StartOptions = {}, quotes = 5): Promise<Remains> {
  api = await startApi(options);
  const planted = await plant(api);
  await eventually(api, (all) => all.length >= quotes);
  const events = JSON.stringify(await busEvents(api));
  const { dataDir } = api;
  await api.stop();
  const logs = readAll(join(dataDir, 'logs')) + api.output();
  return { ...planted, logs, events, tables: readAll(dataDir) };
}

/** All files of a folder, their bytes as Latin text, so that ASCII can be found in whatever they hold. */
function readAll(directory: string): string {
  const files = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ name }) => readFileSync(join(directory, name), 'latin1')).join('\n');
}

/** Which values a text holds, as they are or in a form that they travel in. */
function found(text: string, values: string[]): string[] {
  const lower = text.toLowerCase();
  const forms = (value: string) => [
    value.toLowerCase(),
    encodeURIComponent(value).toLowerCase(),
    // Without its last letters, which depend on what follows.
    Buffer.from(value).toString('base64').replace(/=+$/, '').slice(0, -2).toLowerCase(),
  ];
  return values.filter((value) => forms(value).some((form) => lower.includes(form)));
}

describe('of what a request says of a person', () => {
  it('nothing is logged, nothing is sent on, and only derived facts are kept', async () => {
    const { logs, events, tables, nowhere, tablesOnly, answers } = await runPlanted();

    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses].sort()).toEqual([200, 201, 400, 401, 404, 412, 415, 422]);
    expect(found(logs, [...nowhere, ...tablesOnly])).toEqual([]);
    expect(found(events, [...nowhere, ...tablesOnly])).toEqual([]);
    expect(found(tables, nowhere)).toEqual([]);
    // The search can read what it searches.
    expect(found(tables, tablesOnly)).toEqual(tablesOnly);
    const quoteId = answers[0]?.json.quoteId;
    expect(found(tables, [quoteId])).toEqual([quoteId]);
  });

  it('nothing is logged when something fails inside', async () => {
    const cdkOut = alteredAssembly(withoutTable('LEDGER_TABLE'));
    const { logs, nowhere, tablesOnly, answers } = await runPlanted({ cdkOut }, 0);

    expect(answers.map(({ status }) => status)).toContain(500);
    expect(logs).toContain('"level":"ERROR"');
    expect(found(logs, [...nowhere, ...tablesOnly])).toEqual([]);
  });

  it('a leak is found', async () => {
    const cdkOut = alteredAssembly();
    const code = dirname(folderBesideCode(cdkOut, 'books'));
    renameSync(join(code, 'index.mjs'), join(code, 'tight.mjs'));
    const leak = `import { handler as tight } from './tight.mjs';
      export const handler = (event, context) => { console.log(JSON.stringify(event)); return tight(event, context); };`;
    writeFileSync(join(code, 'index.mjs'), leak);

    const { logs, nowhere, tablesOnly } = await runPlanted({ cdkOut });

    // What the gateway refused by itself never reached the function.
    expect(found(logs, nowhere).length).toBeGreaterThan(nowhere.length * 0.8);
    expect(found(logs, tablesOnly)).toEqual(tablesOnly);
  });
});

it('every request leaves a line under its id', async () => {
  const { logs, answers } = await runPlanted();

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
