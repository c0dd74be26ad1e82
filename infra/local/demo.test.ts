import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alterDrivingRules, alteredAssembly } from '../../test/support/altered-assembly.ts';
import { type RunningApi, startApi } from '../../test/support/api.ts';
import { temporaryDirectory } from '../../test/support/directories.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api?.stop());

/** What the demo prints, and how it ends. */
async function demo(env: Record<string, string>, ...words: string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'demo.ts'), ...words], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { output, errors, code };
}

const where = ({ dataDir, origin } = api) => ({ DATA_DIR: dataDir, PORT: new URL(origin).port });
const stepsIn = (output: string) =>
  output.split('\n').flatMap((line) => /^ ✓ (\S+( \S+)?)/.exec(line)?.[1] ?? []);

describe('the demo', () => {
  it('takes a policy from its quote to its end and back and a loss to its payment, in 80 columns', async () => {
    const saved = temporaryDirectory();

    const { output, errors, code } = await demo({ ...where(), TMPDIR: saved });

    expect({ errors, code }).toEqual({ errors: '', code: 0 });
    const lines = output.split('\n');
    expect(stepsIn(output).map((step) => step.split(' ')[0])).toEqual([
      ...['Token', 'Product', 'Quote', 'Policy', 'New', 'As', 'More'],
      ...['Cancelled', 'Reinstated', 'Transactions', 'Schedule', 'Events'],
      ...['Consent', 'Third', 'Release', 'Revoked'],
      ...['Own', 'Notice', 'Photo', 'Triage', 'Decision', 'Payment', 'Closed', 'Events', 'Statement'],
    ]);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(output).not.toContain('\u001b');
    const documents = readdirSync(saved).sort();
    expect(documents).toEqual(['claims-history.pdf', expect.stringMatching(/^schedule-P/)]);
    for (const name of documents) {
      expect(readFileSync(join(saved, name)).subarray(0, 5).toString()).toBe('%PDF-');
    }
  });

  it('drives, and shows the trip, the score and the price that come of it, in 80 columns', async () => {
    const cdkOut = alteredAssembly();
    // What was stored is completed by the very next run of the job.
    alterDrivingRules(cdkOut, 'settling', { quietSeconds: 0 });
    const driven = await startApi({ cdkOut });

    const { output, errors, code } = await demo(where(driven), 'drive');

    await driven.stop();
    expect({ errors, code }).toEqual({ errors: '', code: 0 });
    expect(stepsIn(output).map((step) => step.split(' ')[0])).toEqual([
      ...['Quote', 'Policy', 'Consent', 'Device', 'Driving', 'Trips', 'Score', 'Price'],
    ]);
    expect(output).toMatch(/all of them accepted/);
    expect(output).toMatch(/by how Anna drives, times 0\.\d+/);
    expect(output.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(output).not.toContain('\u001b');
  }, 120_000);

  it('says what it can show', async () => {
    const { errors, code } = await demo(where(), 'fly');
    expect([errors, code]).toEqual([' ✗ There is no demo fly: npm run demo, or npm run demo -- drive\n', 1]);
  });

  it('ends with the problem that the API answers with', async () => {
    const { errors, code } = await demo({ ...where(), NOW: '2031-01-01' });

    expect(code).toBe(1);
    const [first = '', ...document] = errors.split('\n');
    expect(first).toBe(' ✗ POST /quotes was answered with 422');
    expect(JSON.parse(document.join('\n'))).toMatchObject({ status: 422 });
  });

  it('says how to start the API where nothing answers', async () => {
    const { errors, code } = await demo({ DATA_DIR: temporaryDirectory(), PORT: '1' });

    expect(code).toBe(1);
    expect(errors).toBe(
      ' ✗ Nothing answers at http://localhost:1. Start the API with npm start, in another terminal.\n',
    );
  });
});
