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
      const reply = await this.#call('SetQueueAttributes', { QueueUrl, Attributes: attributes });
      if (reply.status !== 200) throw new Error(`SetQueueAttributes: ${reply.body}`);
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

  /** Sends on behalf of an AWS service, if the queue's policy lets it. */
  sendAsService(service: string, sourceArn: string, queueArn: string, body: object): void {
    const source = { 'aws:SourceArn': sourceArn };
    if (!this.#iam.isServiceAllowed(service, 'sqs:SendMessage', queueArn, source)) {
      throw new Error(`${service} may not send to ${queueArn}`);
    }
    this.#send(queueArn, body);
  }

  /** Sends on behalf of the owner of an access key, if its role lets it. */
  sendAs(accessKeyId: string, queueArn: string, body: object): void {
    if (!this.#iam.isAllowed(accessKeyId, 'sqs:SendMessage', queueArn)) {
      throw new Error(`${this.#iam.roleName(accessKeyId)} may not send to ${queueArn}`);
    }
    this.#send(queueArn, body);
  }

  /** The SQS API for functions. */
  service(): Service {
    return async (call) => {
      const { QueueUrl: url, QueueName: name } = JSON.parse(call.body.toString()) as Record<string, string>;
      const queue = this.#byName.get(name ?? nameIn(url ?? ''));
      if (!queue) return failure(400, 'AWS.SimpleQueueService.NonExistentQueue', 'There is no such queue.');
      const action = `sqs:${call.action}`;
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

  #send(queueArn: string, body: object): void {
    const queue = this.#byArn.get(queueArn);
    if (!queue) throw new Error(`there is no queue ${queueArn}`);
    this.#server.sendMessage(queue.name, JSON.stringify(body), { region: this.#region });
  }

  #call(action: string, input: object): Promise<ServiceReply> {
    return this.#forward({ target: `AmazonSQS.${action}`, body: Buffer.from(JSON.stringify(input)) });
  }

  #forward({ target, body }: Pick<Call, 'target' | 'body'>): Promise<ServiceReply> {
    return new Promise((resolve, reject) => {
      const headers = {
        'content-type': 'application/x-amz-json-1.0',
        'content-length': body.length,
        'x-amz-target': target,
        authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/${this.#region}/sqs/aws4_request`,
      };
      const { port } = this.#server;
      const call = request({ host: '127.0.0.1', port, method: 'POST', path: '/', headers }, (answer) => {
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
