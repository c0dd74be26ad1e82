/**
 * `npm run demo`: a journey through the running API, from a product to a policy that has been changed, cancelled and
 * reinstated, and that its customer lets a third party see for a while; then from a loss to its payment. `PORT` and
 * `DATA_DIR` are those that it runs with; `NOW`, if its clock was shifted.
 */
import { clockShift } from './clock.ts';
import { dataDirectory, readRunning } from './data-directory.ts';
import { askForQuote, showProduct, takeOffer } from './demo/buying.ts';
import { changeCoverage, changeVehicle, lookAround } from './demo/changing.ts';
import { awaitTriage, insureOwnDamage, notify, payAndClose, sendPhoto } from './demo/claiming.ts';
import { Client, Refused } from './demo/client.ts';
import { consent, listReleases, readByConsent, revoke, type Two } from './demo/consenting.ts';
import { cancel, reinstate } from './demo/ending.ts';
import { listEvents, listTransactions, saveSchedule, saveStatement } from './demo/records.ts';
import { done, failed, gap, heading } from './demo/terminal.ts';
import { addDays } from './demo/words.ts';
import { requestToken } from './issuer/token-request.ts';

async function journey(origin: string): Promise<void> {
  const broker = await clientOf(origin, 'broker');
  done('Token', 'broker, who reads and writes quotes, policies and claims');
  const customer = await clientOf(origin, 'anna');
  const today = new Date(Date.now() + clockShift(process.env.NOW)).toISOString();
  const policyId = await insure(broker, origin, addDays(today.slice(0, 10), 10));
  await share({ reader: await clientOf(origin, 'reader'), customer }, policyId, today);
  await claim({ broker, handler: await clientOf(origin, 'handler') }, origin, today.slice(0, 10));
  await saveStatement(customer);
}

/** A policy from its quote to its end and back. */
async function insure(client: Client, origin: string, start: string): Promise<string> {
  await showProduct(client);
  const quote = await askForQuote(client, start);
  const policy = await takeOffer(client, quote, 'TPL+');
  const { policyId } = policy;
  await changeVehicle(client, policy, addDays(start, 90));
  await lookAround(client, policy, addDays(start, 90), addDays(start, 89));
  await changeCoverage(client, policy, addDays(start, 30));
  await cancel(client, policyId, addDays(start, 180));
  await reinstate(client, policyId, addDays(start, 180));
  await listTransactions(client, policyId);
  await saveSchedule(client, policy);
  await listEvents(client, origin, `/policies/${policyId}`);
  return policyId;
}

/** A third party sees the policy for as long as its customer lets it. */
async function share(two: Two, policyId: string, today: string): Promise<void> {
  const { consentId } = await consent(two, policyId, today);
  await readByConsent(two, policyId, consentId);
  await listReleases(two, consentId);
  await revoke(two, policyId, consentId);
}

/** A loss from its notice to its payment, on which nobody but the rules has to decide. */
async function claim(
  { broker, handler }: Record<'broker' | 'handler', Client>,
  origin: string,
  today: string,
): Promise<void> {
  const policy = await insureOwnDamage(broker, today);
  const notified = await notify(broker, policy);
  await sendPhoto(broker, notified);
  await payAndClose(handler, await awaitTriage(handler, notified));
  await listEvents(broker, origin, `/claims/${notified.claimId}`);
}

async function clientOf(origin: string, name: string): Promise<Client> {
  return new Client(origin, await requestToken(dataDirectory(), name));
}

/** Whether the runtime answers there. */
async function isUp(origin: string): Promise<boolean> {
  return fetch(`${origin}/_local/health`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** Says what went wrong: of a refusal, all that the API says of it. */
function report(error: unknown): void {
  failed(error instanceof Error ? error.message : String(error));
  if (error instanceof Refused) console.error(JSON.stringify(error.problem, null, 2));
}

const running = readRunning(dataDirectory());
const origin = process.env.PORT
  ? `http://localhost:${process.env.PORT}`
  : (running?.url ?? 'http://localhost:3000');
if (await isUp(origin)) {
  heading('A policy’s journey', origin);
  await journey(origin).catch((error: unknown) => {
    report(error);
    process.exitCode = 1;
  });
  gap();
} else {
  failed(`Nothing answers at ${origin}. Start the API with npm start, in another terminal.`);
  process.exitCode = 1;
}
