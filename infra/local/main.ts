/**
 * `npm start`: executes cdk.out on this machine. `PORT` (3000; 0 for a free one), `DATA_DIR` (.local), `CDK_OUT`
 * (cdk.out), `NOW` (the functions' clock), `MEASURE=1` (writes what each call of a function costs).
 */
import { clockShift, shiftClock } from './clock.ts';
import { dataDirectory } from './data-directory.ts';

process.env.TZ = 'UTC';
const shift = clockShift(process.env.NOW);
shiftClock(shift);

try {
  const { startRuntime } = await import('./start.ts');
  const { url, logs, close } = await startRuntime({
    cdkOut: process.env.CDK_OUT || 'cdk.out',
    dataDir: dataDirectory(),
    port: Number(process.env.PORT || 3000),
    clockShift: shift,
    measured: process.env.MEASURE === '1',
  });
  let ending = false;
  // npm passes a signal on that the terminal has sent already: the second one must not cut the end short.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (!ending) close().then(() => process.exit(0), fail);
      ending = true;
    });
  }
  console.log(`Logs are in ${logs}; npm run -s token -- broker prints an access token.`);
  console.log(`Partner API ready at ${url}`);
} catch (error) {
  fail(error);
}

function fail(error: unknown): never {
  console.error(error);
  process.exit(1);
}
