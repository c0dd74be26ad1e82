import { request } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { accessDenied, type Call, failure, type Service, type ServiceReply } from '../aws/endpoint.ts';
import type { Iam } from '../iam/iam.ts';

/** A queue that exists. */
export interface Queue {
  name: string;
  arn: string;
  /** Of the AWS endpoint, since clients send to it: at fauxqs itself nobody would ask for rights. */
  url: string;
}

/** A message as SQS gives it out. */
export interface Message {
  MessageId: string;
  ReceiptHandle: string;
  Body: string;
  MD5OfBody: string;
  Attributes: Record<string, string>;
  MessageAttributes?: Record<string, { DataType: string; StringValue?: string; BinaryValue?: string }>;
}

/** How messages are asked for: waiting for the first one, at most ten, until the signal says that nobody wants any. */
export interface Reception {
  most: number;
  waitSeconds: number;
  signal: AbortSignal;
}

/** The queues of the deployment, kept by fauxqs. */
export class Queues {
  readonly #server: FauxqsServer;
  readonly #iam: Iam;
  readonly #region: string;
  readonly #byArn = new Map<string, Queue>();
  readonly #byName = new Map<string, Queue>();

  constructor(server: FauxqsServer, iam: Iam, region: string) {
    this.#server = server;
    this.#iam = iam;
    this.#region = region;
  }

  /** Starts the queue server on a data directory; what is in a queue survives. */
  static async start(dataDir: string, iam: Iam, region: string): Promise<Queues> {
    const server = await withoutWaitingForTheDisk(() =>
      startFauxqs({ host: '127.0.0.1', port: 0, defaultRegion: region, dataDir, logger: false }),
    );
    return new Queues(server, iam, region);
  }

  /** Makes a queue, or gives these attributes to the one that is there: making it anew would empty it. */
  async ensure(queue: Queue, attributes: Record<string, string>): Promise<void> {
    const { name, arn, url: QueueUrl } = queue;
    const { status } = await this.#call('GetQueueAttributes', { QueueUrl, AttributeNames: ['QueueArn'] });
    if (status !== 200) {
      const { queueArn } = this.#server.createQueue(name, { region: this.#region, attributes });
      if (queueArn !== arn) throw new Error(`fauxqs names the queue ${queueArn}`);
    } else if (Object.keys(attributes).length > 0) {
      await this.#succeed('SetQueueAttributes', { QueueUrl, Attributes: attributes });
    }
    this.#byArn.set(arn, queue);
    this.#byName.set(name, queue);
  }

  /** The ARN of a queue of this deployment by its URL. */
  arnOf(url: string): string {
    const queue = this.#byName.get(nameIn(url));
    if (!queue) throw new Error(`there is no queue ${url}`);
    return queue.arn;
  }

  /** Sends on behalf of an AWS service, if the queue's policy lets it, with attributes that are texts. */
  sendAsService(
    service: string,
    sourceArn: string,
    queueArn: string,
    body: object,
    attributes: Readonly<Record<string, string>> = {},
  ): void {
    const source = { 'aws:SourceArn': sourceArn };
    if (!this.#iam.isServiceAllowed(service, 'sqs:SendMessage', queueArn, source)) {
      throw new Error(`${service} may not send to ${queueArn}`);
    }
    this.#send(queueArn, body, attributes);
  }

  /** Sends on behalf of the owner of an access key, if its role lets it. */
  sendAs(accessKeyId: string, queueArn: string, body: object): void {
    this.#queueFor(accessKeyId, 'sqs:SendMessage', queueArn);
    this.#send(queueArn, body);
  }

  /** Receives on behalf of the owner of an access key, if its role lets it. */
  async receiveAs(accessKeyId: string, queueArn: string, reception: Reception): Promise<Message[]> {
    const { most: MaxNumberOfMessages, waitSeconds: WaitTimeSeconds, signal } = reception;
    const { url: QueueUrl } = this.#queueFor(accessKeyId, 'sqs:ReceiveMessage', queueArn);
    const names = { MessageSystemAttributeNames: ['All'], MessageAttributeNames: ['All'] };
    const input = { QueueUrl, MaxNumberOfMessages, WaitTimeSeconds, ...names };
    const { Messages: messages = [] } = await this.#succeed('ReceiveMessage', input, signal);
    return messages as Message[];
  }

  /** Deletes at most ten messages on behalf of the owner of an access key, if its role lets it. */
  async deleteAs(accessKeyId: string, queueArn: string, messages: readonly Message[]): Promise<void> {
    const { url: QueueUrl } = this.#queueFor(accessKeyId, 'sqs:DeleteMessage', queueArn);
    const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await this.#succeed('DeleteMessageBatch', { QueueUrl, Entries });
  }

  /** Soon gives out again what was received on behalf of the owner of an access key, if its role lets it delete. */
  async giveAgainAs(accessKeyId: string, queueArn: string, messages: readonly Message[]): Promise<void> {
    const { url: QueueUrl } = this.#queueFor(accessKeyId, 'sqs:DeleteMessage', queueArn);
    for (const { ReceiptHandle } of messages) await this.#showSoon(QueueUrl, ReceiptHandle);
  }

  /** The seconds for which a message that was given out is given to nobody else. Throws when there is no such queue. */
  visibilityTimeout(queueArn: string): number {
    return Number(this.#inspect(queueArn).attributes.VisibilityTimeout);
  }

  /** Soon gives out again what was in somebody's hands when a former process ended. */
  async giveBack(queueArn: string): Promise<void> {
    const QueueUrl = this.#find(queueArn).url;
    for (const { receiptHandle } of this.#inspect(queueArn).messages.inflight)
      await this.#showSoon(QueueUrl, receiptHandle);
  }

  /** The SQS API for functions. */
  service(): Service {
    return async (call) => {
      if (call.action === 'ListQueues') return this.#list(call);
      const { QueueUrl: url, QueueName: name } = JSON.parse(call.body.toString()) as Record<string, string>;
      const queue = this.#byName.get(name ?? nameIn(url ?? ''));
      if (!queue) return failure(400, 'AWS.SimpleQueueService.NonExistentQueue', 'There is no such queue.');
      // A batch takes the right of its single call.
      const action = `sqs:${call.action.replace(/Batch$/, '')}`;
      if (!this.#iam.isAllowed(call.accessKeyId, action, queue.arn)) {
        return accessDenied(this.#iam, call, action, queue.arn);
      }
      // fauxqs would answer with an address of its own.
      if (call.action === 'GetQueueUrl')
        return { status: 200, body: JSON.stringify({ QueueUrl: queue.url }) };
      return this.#forward(call);
    };
  }

  async close(): Promise<void> {
    await this.#server.stop();
  }

  async #showSoon(QueueUrl: string, ReceiptHandle: string): Promise<void> {
    // At once would be 0, which makes fauxqs lose the message until its next start.
    const VisibilityTimeout = 1;
    await this.#succeed('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout });
  }

  #send(queueArn: string, body: object, attributes: Readonly<Record<string, string>> = {}): void {
    const messageAttributes = Object.fromEntries(
      Object.entries(attributes).map(([name, text]) => [name, { DataType: 'String', StringValue: text }]),
    );
    const options = { region: this.#region, messageAttributes };
    this.#server.sendMessage(this.#find(queueArn).name, JSON.stringify(body), options);
  }

  /** The addresses of the queues whose names begin so, which anybody is told who may ask for any. */
  #list(call: Call): ServiceReply {
    if (!this.#iam.isAllowed(call.accessKeyId, 'sqs:ListQueues', '*'))
      return accessDenied(this.#iam, call, 'sqs:ListQueues', '*');
    const { QueueNamePrefix: prefix = '' } = JSON.parse(call.body.toString()) as { QueueNamePrefix?: string };
    const found = [...this.#byName.values()].filter(({ name }) => name.startsWith(prefix));
    return { status: 200, body: JSON.stringify({ QueueUrls: found.map(({ url }) => url) }) };
  }

  #find(queueArn: string): Queue {
    const queue = this.#byArn.get(queueArn);
    if (!queue) throw new Error(`there is no queue ${queueArn}`);
    return queue;
  }

  /** A queue to which the owner of an access key may do this. */
  #queueFor(accessKeyId: string, action: string, queueArn: string): Queue {
    if (this.#iam.isAllowed(accessKeyId, action, queueArn)) return this.#find(queueArn);
    throw new Error(`${this.#iam.roleName(accessKeyId)} lacks ${action} on ${queueArn}`);
  }

  #inspect(queueArn: string) {
    const found = this.#server.inspectQueue(this.#find(queueArn).name);
    if (!found) throw new Error(`fauxqs does not have the queue ${queueArn}`);
    return found;
  }

  async #succeed(action: string, input: object, signal?: AbortSignal): Promise<Record<string, unknown>> {
    const { status, body } = await this.#call(action, input, signal);
    if (status !== 200) throw new Error(`${action}: ${body}`);
    return body.length === 0 ? {} : JSON.parse(String(body));
  }

  #call(action: string, input: object, signal?: AbortSignal): Promise<ServiceReply> {
    return this.#forward({ target: `AmazonSQS.${action}`, body: Buffer.from(JSON.stringify(input)) }, signal);
  }

  #forward({ target, body }: Pick<Call, 'target' | 'body'>, signal?: AbortSignal): Promise<ServiceReply> {
    return new Promise((resolve, reject) => {
      const headers = {
        'content-type': 'application/x-amz-json-1.0',
        'content-length': body.length,
        'x-amz-target': target,
        authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/${this.#region}/sqs/aws4_request`,
      };
      const { port } = this.#server;
      const options = {
        host: '127.0.0.1',
        port,
        method: 'POST',
        path: '/',
        headers,
        ...(signal && { signal }),
      };
      const call = request(options, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 502, body: Buffer.concat(chunks) }));
        answer.on('error', reject);
      });
      call.on('error', reject);
      call.end(body);
    });
  }
}

/**
 * fauxqs waits for the disk after each message, for a third of this process's time under load, and has no setting
 * for it. Databases that `open` opens do not: what they hold survives the process, which is what gets killed here.
 */
async function withoutWaitingForTheDisk<Opened>(open: () => Promise<Opened>): Promise<Opened> {
  const { exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function (this: DatabaseSync, sql) {
    exec.call(this, sql);
    if (/journal_mode = WAL/.test(sql)) exec.call(this, 'PRAGMA synchronous = NORMAL');
  };
  try {
    return await open();
  } finally {
    DatabaseSync.prototype.exec = exec;
  }
}

/** The last segment of a queue's URL. */
function nameIn(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}
