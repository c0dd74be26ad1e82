/**
 * `npm run demo`: a journey through the running API, from a product to a policy that has been changed, cancelled and
 * reinstated, and that its customer lets a third party see for a while; then from a loss to its payment.
 * `npm run demo -- drive`: another one, from a consent to a premium by how somebody drives.
 * `PORT` and `DATA_DIR` are those that it runs with; `NOW`, if its clock was shifted; `API` is the address of a proxy
 * that stands before it, if one does.
 */
import { clockShift } from './clock.ts';
import { dataDirectory, readRunning } from './data-directory.ts';
import { askForQuote, showProduct, takeOffer } from './demo/buying.ts';
import { changeCoverage, changeVehicle, lookAround } from './demo/changing.ts';
import { awaitTriage, insureOwnDamage, notify, payAndClose, sendPhoto } from './demo/claiming.ts';
import { Client, Refused } from './demo/client.ts';
import { consent, listReleases, readByConsent, revoke, type Two } from './demo/consenting.ts';
import { Device } from './demo/device.ts';
import { showPrice, showScore, showTrip } from './demo/driven.ts';
import { letCollect, registerDevice, replay } from './demo/driving.ts';
import { cancel, reinstate } from './demo/ending.ts';
import { listEvents, listTransactions, saveSchedule, saveStatement } from './demo/records.ts';
import { done, failed, gap, heading } from './demo/terminal.ts';
import { addDays } from './demo/words.ts';
import { requestToken } from './issuer/token-request.ts';

async function journey(origin: string): Promise<void> {
  const broker = await clientOf(origin, 'broker');
  done('Token', 'broker, who reads and writes quotes, policies and claims');
  const customer = await clientOf(origin, 'anna');
  const today = new Date(clock()).toISOString();
  const policyId = await insure(broker, origin, addDays(today.slice(0, 10), 10));
  await share({ reader: await clientOf(origin, 'reader'), customer }, policyId, today);
  await claim({ broker, handler: await clientOf(origin, 'handler') }, origin, today.slice(0, 10));
  await saveStatement(customer);
}

/** From a consent to a premium by how somebody drives. */
async function drive(origin: string): Promise<void> {
  const broker = await clientOf(origin, 'broker');
  const customer = await clientOf(origin, 'anna');
  const today = new Date(clock()).toISOString().slice(0, 10);
  const { policyId } = await takeOffer(broker, await askForQuote(broker, today), 'TPL+');
  const { consentId } = await letCollect({ broker, customer }, policyId, today);
  // A proxy that reads what is sent need not know how to unpack it.
  const device = new Device(addressOf(origin), clock, { compresses: process.env.API === undefined });
  const { deviceId } = await registerDevice(broker, { policyId, consentId }, device);
  await replay(device, clock());
  await showTrip(broker, consentId, deviceId);
  await showScore(broker, policyId, consentId);
  await showPrice(broker, consentId, addDays(today, 10));
}

/** What can be shown, by the word that asks for it, and what it is called. */
const JOURNEYS = {
  policy: { title: 'A policy’s journey', take: journey },
  drive: { title: 'A premium by how somebody drives', take: drive },
};

/** The clock of the functions, in epoch milliseconds. */
function clock(): number {
  return Date.now() + clockShift(process.env.NOW);
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
  return new Client(addressOf(origin), await requestToken(dataDirectory(), name));
}

/** Where requests go: to the API itself, or to a proxy before it. What the runtime tells is asked of the runtime. */
function addressOf(origin: string): string {
  return process.env.API ?? origin;
}

/** Whether the runtime answers there. */
async function isUp(origin: string): Promise<boolean> {
  return fetch(`${origin}/_local/health`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** Ends with what went wrong: of a refusal, all that the API says of it. */
function report(error: unknown): void {
  failed(error instanceof Error ? error.message : String(error));
  if (error instanceof Refused) console.error(JSON.stringify(error.problem, null, 2));
  process.exitCode = 1;
}

/** Takes a journey where the API runs. */
async function show({ title, take }: (typeof JOURNEYS)[keyof typeof JOURNEYS]): Promise<void> {
  const { PORT: port } = process.env;
  const running = readRunning(dataDirectory())?.url ?? 'http://localhost:3000';
  const origin = port ? `http://localhost:${port}` : running;
  if (!(await isUp(origin))) {
    return report(`Nothing answers at ${origin}. Start the API with npm start, in another terminal.`);
  }
  heading(title, origin);
  await take(origin).catch(report);
  gap();
}

const [wanted = 'policy'] = process.argv.slice(2);
const chosen = Object.entries(JOURNEYS).find(([name]) => name === wanted)?.[1];
if (chosen) await show(chosen);
else report(`There is no demo ${wanted}: npm run demo, or npm run demo -- drive`);
