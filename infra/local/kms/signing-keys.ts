import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessDenied, type Call, failure, type Service, type ServiceReply } from '../aws/endpoint.ts';
import type { Iam } from '../iam/iam.ts';
import { writePrivately } from '../private-file.ts';

interface SigningKey {
  arn: string;
  id: string;
  key: KeyObject;
}

interface SignInput {
  Message?: string;
  MessageType?: string;
  SigningAlgorithm?: string;
}

const ALGORITHM = 'ECDSA_SHA_256';
/** KMS takes no longer message; a digest of one must be made elsewhere. */
const LONGEST_MESSAGE = 4096;

type Action = (key: SigningKey, input: SignInput) => ServiceReply;

const ACTIONS: Record<string, Action> = { Sign: signature, GetPublicKey: publicKey };

/** Stands in for the keys of KMS that sign: P-256, each in a file that only its owner reads. */
export class SigningKeys {
  readonly #directory: string;
  readonly #iam: Iam;
  readonly #keys: SigningKey[] = [];

  constructor(directory: string, iam: Iam) {
    this.#directory = directory;
    this.#iam = iam;
  }

  /** Makes a key known, and the key itself where none is kept yet. */
  ensure(id: string, arn: string): void {
    const file = join(this.#directory, `${id}.pem`);
    if (!existsSync(file)) writePrivately(file, newKey());
    this.#keys.push({ arn, id, key: createPrivateKey(readFileSync(file)) });
  }

  /** The Sign and the GetPublicKey of the KMS API. Other keys, and what else they do, nobody may call. */
  service(): Service {
    return async (call) => this.#answer(call, JSON.parse(call.body.toString()));
  }

  #answer(call: Call, input: SignInput & { KeyId?: string }): ServiceReply {
    const { KeyId: asked = '' } = input;
    const key = this.#keys.find(({ arn, id }) => asked === arn || asked === id);
    const act = Object.hasOwn(ACTIONS, call.action) ? ACTIONS[call.action] : undefined;
    const [action, arn] = [`kms:${call.action}`, key?.arn ?? asked];
    if (!act || !this.#iam.isAllowed(call.accessKeyId, action, arn)) {
      return accessDenied(this.#iam, call, action, arn);
    }
    return key ? act(key, input) : failure(400, 'NotFoundException', `Key '${arn}' does not exist`);
  }
}

/** Signs a message as it is; one that comes as a digest is refused, since Node would hash it again. */
function signature({ arn, key }: SigningKey, input: SignInput): ServiceReply {
  const { Message: encoded = '', MessageType: type = 'RAW', SigningAlgorithm: algorithm } = input;
  const message = Buffer.from(encoded, 'base64');
  const fits = message.length > 0 && message.length <= LONGEST_MESSAGE;
  if (type !== 'RAW' || algorithm !== ALGORITHM || !fits) {
    return failure(400, 'ValidationException', `1 to ${LONGEST_MESSAGE} bytes as RAW, by ${ALGORITHM}`);
  }
  const signed = sign('sha256', message, key).toString('base64');
  return reply({ KeyId: arn, Signature: signed, SigningAlgorithm: ALGORITHM });
}

function publicKey({ arn, key }: SigningKey): ServiceReply {
  const der = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return reply({
    KeyId: arn,
    PublicKey: der.toString('base64'),
    KeySpec: 'ECC_NIST_P256',
    CustomerMasterKeySpec: 'ECC_NIST_P256',
    KeyUsage: 'SIGN_VERIFY',
    SigningAlgorithms: [ALGORITHM],
  });
}

function reply(body: object): ServiceReply {
  return { status: 200, body: JSON.stringify(body) };
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
