/**
 * What runs in each instance's thread: it loads the function's asset, then serves one event at a time.
 * JavaScript, because loading the type stripper would add 23 ms to every cold start.
 *
 * To the host go strings (output) and objects: `{ready}`, `{failed: error}`, `{answer | error, output, cpuUs}`,
 * `{pending: [resource]}`.
 */
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

const { file, exportName, clock, measured, context } = workerData;

let output = '';

/**
 * Output goes straight to the host: a thread's own streams cost three hops for each line. What was written just
 * before an answer goes with the answer, since waking the host costs more than all else here.
 */
function write(chunk, encoding, done) {
  if (output === '') setImmediate(flush);
  output += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
  (typeof encoding === 'function' ? encoding : done)?.();
  return true;
}

function flush() {
  if (output !== '') parentPort.postMessage(takeOutput());
}

function takeOutput() {
  const taken = output;
  output = '';
  return taken;
}

function describe(thrown) {
  if (!(thrown instanceof Error)) return { errorType: typeof thrown, errorMessage: String(thrown) };
  return { errorType: thrown.name, errorMessage: thrown.message };
}

function report(kind, thrown) {
  const stack = thrown instanceof Error ? (thrown.stack ?? '').split('\n') : [];
  write(`${JSON.stringify({ level: 'ERROR', message: kind, ...describe(thrown), stack })}\n`);
}

let clockShift = 0;

/** Has the clock read as the host wants it to, from now on. */
async function setClock(shift) {
  if (shift === clockShift) return;
  clockShift = shift;
  (await import(clock.module)).shiftClock(shift);
}

async function load() {
  await setClock(clock.shift);
  const module = await import(pathToFileURL(file).href);
  const handler = module[exportName];
  if (typeof handler === 'function') return handler;
  const error = new Error(`${exportName} is not a function exported by ${file}`);
  error.name = 'Runtime.HandlerNotFound';
  throw error;
}

/** What keeps this thread's event loop busy, by kind. Idle keep-alive sockets do not count: they are unref'd. */
function resources() {
  const counts = new Map();
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

function contextOf({ requestId, deadline }) {
  const getRemainingTimeInMillis = () => Math.max(0, deadline - Date.now());
  return { ...context, awsRequestId: requestId, getRemainingTimeInMillis };
}

async function answer(handler, message) {
  let result;
  await setClock(message.clockShift);
  process.env._X_AMZN_TRACE_ID = message.trace;
  try {
    result = await handler(JSON.parse(message.payload), contextOf(message));
  } catch (thrown) {
    report('Invoke Error', thrown);
    return { error: describe(thrown) };
  }
  try {
    return { answer: JSON.stringify(result) ?? 'null' };
  } catch {
    return {
      error: { errorType: 'Runtime.MarshalError', errorMessage: 'Unable to stringify response body' },
    };
  }
}

function serve(handler) {
  let atRest;
  let served = 0;
  parentPort.on('message', async (message) => {
    const turn = ++served;
    const before = measured ? process.threadCpuUsage() : undefined;
    const outcome = await answer(handler, message);
    if (before) {
      const spent = process.threadCpuUsage(before);
      outcome.cpuUs = spent.user + spent.system;
    }
    parentPort.postMessage({ ...outcome, output: takeOutput() });
    setImmediate(() => {
      if (turn !== served) return;
      const pending = [...resources()].filter(([kind, count]) => count > (atRest.get(kind) ?? 0));
      if (pending.length > 0) parentPort.postMessage({ pending: pending.map(([kind]) => kind) });
    });
  });
  atRest = resources();
}

process.stdout.write = write;
process.stderr.write = write;
try {
  const handler = await load();
  serve(handler);
  parentPort.postMessage({ ready: true });
} catch (thrown) {
  report('Init Error', thrown);
  flush();
  parentPort.postMessage({ failed: describe(thrown) });
}
