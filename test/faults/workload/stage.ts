import type { RunningApi } from '../../support/api.ts';
import { Claims } from '../../support/claims.ts';
import { Consents, MyConsents } from '../../support/consents.ts';
import { Customers } from '../../support/customers.ts';
import { POLICYHOLDER, Policies } from '../../support/policies.ts';
import { Telematics } from '../../support/telematics.ts';
import { type Mint, mintOf } from '../../support/tokens.ts';
import { Diary } from './diary.ts';
import { Draw } from './draw.ts';
import { PersistentClient } from './persistent-client.ts';

/** Who is insured in a workload. */
export interface Holder {
  /** As a policy names the policyholder. */
  policyholder: typeof POLICYHOLDER;
  client: PersistentClient;
  consents: MyConsents;
}

/** Who acts in a workload, and the diary that all of them keep. */
export interface Stage {
  api: RunningApi;
  diary: Diary;
  /** Draws of somebody's own. */
  drawsOf(name: string): Draw;
  clients: Record<'broker' | 'reader' | 'handler' | 'approver', PersistentClient>;
  policies: Policies;
  telematics: Telematics;
  brokers: { claims: Claims; consents: Consents };
  readers: { claims: Claims; consents: Consents; policies: Policies };
  handler: Claims;
  approver: Claims;
  customers: Customers;
  holders: readonly [Holder, Holder, Holder];
}

/** A stage for a seed, with people whom nobody else insures. */
export async function stageOf(api: RunningApi, seed: number): Promise<Stage> {
  const diary = new Diary(seed);
  const mint = await mintOf(api);
  const of = async (name: string) => new PersistentClient(api, await api.token(name), diary);
  const [broker, reader, handler, approver] = await Promise.all([
    of('broker'),
    of('reader'),
    of('handler'),
    of('approver'),
  ]);
  const holder = (letter: string) => holderOf(api, { seed, letter, mint, diary });
  return {
    api,
    diary,
    drawsOf: (name) => new Draw(seed, name),
    clients: { broker, reader, handler, approver },
    policies: new Policies(broker),
    telematics: new Telematics(broker),
    brokers: { claims: new Claims(broker), consents: new Consents(broker) },
    readers: { claims: new Claims(reader), consents: new Consents(reader), policies: new Policies(reader) },
    handler: new Claims(handler),
    approver: new Claims(approver),
    customers: new Customers(handler),
    holders: [await holder('A'), await holder('B'), await holder('C')],
  };
}

interface Birth {
  seed: number;
  letter: string;
  mint: Mint;
  diary: Diary;
}

/** Somebody whose name is theirs alone. Each stage has others, also of the same seed. */
async function holderOf(api: RunningApi, { seed, letter, mint, diary }: Birth): Promise<Holder> {
  const familyName = `Seed${seed}${letter}${crypto.randomUUID().slice(0, 8)}`;
  diary.names.push(familyName);
  const email = `${familyName.toLowerCase()}@example.com`;
  const policyholder = { ...POLICYHOLDER, familyName, email };
  const token = await mint.customer({ email, birthdate: policyholder.dateOfBirth });
  const client = new PersistentClient(api, token, diary);
  return { policyholder, client, consents: new MyConsents(client) };
}
