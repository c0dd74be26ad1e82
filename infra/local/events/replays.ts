import { accessDenied, type Call, failure, type Service, type ServiceReply } from '../aws/endpoint.ts';
import type { Iam } from '../iam/iam.ts';
import type { EventBus } from './event-bus.ts';
import { compilePattern, type Matches } from './event-pattern.ts';

/** An archive as the template declares it. */
export interface Archive {
  name: string;
  arn: string;
  busName: string;
  busArn: string;
  /** A text of JSON, as the API shows it. */
  pattern: string;
  /** For how many days events are kept; 0 for good. */
  retentionDays: number;
}

interface Input {
  EventBusName?: string;
  NamePrefix?: string;
  ReplayName?: string;
  EventSourceArn?: string;
  /** Seconds since the epoch. */
  EventStartTime?: number;
  EventEndTime?: number;
  Destination?: { Arn?: string; FilterArns?: string[] };
}

const DAY_MS = 86_400_000;

/**
 * The archives of the deployment, and the replays from them. An archive is a view on what the bus keeps anyway, which
 * is every event from the first on. What is replayed goes to the rules of the archive's own bus.
 */
export class Replays {
  readonly #bus: EventBus;
  readonly #iam: Iam;
  readonly #arnOf: (kind: string, name: string) => string;
  readonly #archives = new Map<string, Archive & { matches: Matches }>();
  readonly #handlers: Record<string, (input: Input, call: Call) => ServiceReply> = {
    ListArchives: (_input, call) => this.#listArchives(call),
    ListRules: (input, call) => this.#listRules(input, call),
    StartReplay: (input, call) => this.#start(input, call),
    DescribeReplay: (input, call) => this.#describe(input, call),
  };

  /** @param arnOf the ARN of what is of a kind, such as a `replay`, and has a name */
  constructor(bus: EventBus, iam: Iam, arnOf: (kind: string, name: string) => string) {
    this.#bus = bus;
    this.#iam = iam;
    this.#arnOf = arnOf;
  }

  addArchive(archive: Archive): void {
    const matches = compilePattern(JSON.parse(archive.pattern));
    this.#archives.set(archive.arn, { ...archive, matches });
  }

  /** ListArchives, ListRules, StartReplay and DescribeReplay of the EventBridge API; other calls are the bus's. */
  service(bus: Service): Service {
    return async (call) => {
      const handle = Object.hasOwn(this.#handlers, call.action) ? this.#handlers[call.action] : undefined;
      return handle ? handle(JSON.parse(call.body.toString()), call) : bus(call);
    };
  }

  #listArchives(call: Call): ServiceReply {
    const Archives = [...this.#archives.values()].map(({ name, busArn, retentionDays }) => {
      return { ArchiveName: name, EventSourceArn: busArn, State: 'ENABLED', RetentionDays: retentionDays };
    });
    return this.#allowed(call, '*') ?? answer({ Archives });
  }

  #listRules({ EventBusName: bus = 'default', NamePrefix: prefix = '' }: Input, call: Call): ServiceReply {
    const rules = this.#bus.ruleArns(bus).map((Arn) => ({ Name: Arn.split('/').at(-1) ?? '', Arn }));
    return this.#allowed(call, '*') ?? answer({ Rules: rules.filter(({ Name }) => Name.startsWith(prefix)) });
  }

  #start(input: Input, call: Call): ServiceReply {
    const { ReplayName: name = '', EventSourceArn: archiveArn = '', Destination: destination = {} } = input;
    const denied = this.#allowed(call, archiveArn) ?? this.#allowed(call, this.#arnOf('replay', name));
    if (denied) return denied;
    const archive = this.#archives.get(archiveArn);
    if (!archive) return failure(400, 'ResourceNotFoundException', `There is no archive ${archiveArn}`);
    if (this.#bus.findReplay(name)) return failure(400, 'ResourceAlreadyExistsException', `${name} has been`);
    const { EventStartTime: start = Number.NaN, EventEndTime: end = Number.NaN } = input;
    if (!(start < end) || destination.Arn !== archive.busArn || !/^[\w.-]{1,64}$/.test(name))
      return failure(400, 'ValidationException', 'A name, a start before its end, and the archive’s own bus');
    this.#replay(archive, name, { start, end, ruleArns: destination.FilterArns ?? [] }, input);
    return answer({ ReplayArn: this.#arnOf('replay', name), State: 'STARTING', ReplayStartTime: seconds() });
  }

  #replay(
    { busName, matches, retentionDays }: Archive & { matches: Matches },
    name: string,
    { start, end, ruleArns }: { start: number; end: number; ruleArns: readonly string[] },
    input: Input,
  ): void {
    const kept = retentionDays === 0 ? 0 : Date.now() - retentionDays * DAY_MS;
    const from = new Date(Math.max(start * 1000, kept)).toISOString();
    const to = new Date(end * 1000).toISOString();
    const record = JSON.stringify({ ...input, ReplayStartTime: seconds() });
    this.#bus.replay({ name, bus: busName, matches, from, to, ruleArns, record });
  }

  #describe({ ReplayName: name = '' }: Input, call: Call): ServiceReply {
    const arn = this.#arnOf('replay', name);
    const denied = this.#allowed(call, arn);
    if (denied) return denied;
    const replay = this.#bus.findReplay(name);
    if (!replay) return failure(400, 'ResourceNotFoundException', `There is no replay ${name}`);
    const State = replay.pending > 0 ? 'RUNNING' : 'COMPLETED';
    return answer({ ...JSON.parse(replay.record), ReplayArn: arn, State });
  }

  /** What a caller is told who lacks the right to a call; nothing for one who has it. */
  #allowed(call: Call, resource: string): ServiceReply | undefined {
    const action = `events:${call.action}`;
    if (this.#iam.isAllowed(call.accessKeyId, action, resource)) return undefined;
    return accessDenied(this.#iam, call, action, resource);
  }
}

function answer(body: object): ServiceReply {
  return { status: 200, body: JSON.stringify(body) };
}

function seconds(): number {
  return Date.now() / 1000;
}
