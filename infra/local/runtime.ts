import type { Addresses } from './addresses.ts';
import type { History } from './dynamodb/history.ts';
import type { Tables } from './dynamodb/tables.ts';
import type { EventBus } from './events/event-bus.ts';
import type { EventSources } from './events/event-sources.ts';
import type { Queues } from './events/queues.ts';
import type { Replays } from './events/replays.ts';
import type { Schedules } from './events/schedules.ts';
import type { Faults } from './faults/faults.ts';
import type { Gateway } from './gateway/gateway.ts';
import type { UsagePlans } from './gateway/usage-plans.ts';
import type { Iam } from './iam/iam.ts';
import type { Issuer } from './issuer/issuer.ts';
import type { SigningKeys } from './kms/signing-keys.ts';
import type { CustomResources } from './lambda/custom-resources.ts';
import type { LambdaHost } from './lambda/host.ts';
import type { Buckets } from './s3/buckets.ts';
import type { SecretsManager } from './secrets/secrets-manager.ts';

/** A resource of the template with its intrinsic functions resolved. */
export interface ResolvedResource {
  stack: string;
  logicalId: string;
  type: string;
  properties: Record<string, unknown>;
}

/** What a resource is once it exists: the value of `Ref`, and of each attribute that `Fn::GetAtt` may name. */
export interface Physical {
  ref: string;
  attributes: Record<string, string>;
}

/** Everything that provisioners build on. */
export interface Runtime {
  dataDir: string;
  region: string;
  account: string;
  /** Where clients reach the gateway, without the stage. */
  url: string;
  /** What AWS's addresses are here. */
  addresses: Addresses;
  iam: Iam;
  /** What goes wrong between functions and services, when somebody wants it to. */
  faults: Faults;
  /** Where functions find the AWS services. */
  endpointUrl: string;
  /** Where they find S3, which does not speak as the others do. */
  s3Url: string;
  buckets: Buckets;
  tables: Tables;
  /** What tables held at any instant; undefined for a database that is not our own. */
  history: History | undefined;
  secrets: SecretsManager;
  signingKeys: SigningKeys;
  bus: EventBus;
  replays: Replays;
  queues: Queues;
  schedules: Schedules;
  eventSources: EventSources;
  lambda: LambdaHost;
  gateway: Gateway;
  issuer: Issuer;
  usagePlans: UsagePlans;
  customResources: CustomResources;
  /** The unpacked asset with this key in the staging bucket. Throws when there is none. */
  asset: (key: string) => string;
  /** Appends a line to a log file of the data directory, e.g. that of a function. */
  log: (name: string, line: string) => void;
}

/** Makes a resource exist on this machine. */
export type Provision = (resource: ResolvedResource, runtime: Runtime) => Physical | Promise<Physical>;

/**
 * How the local runtime treats a type of resource: `executed` does what AWS does, `substituted` has another
 * program do it, `inert` exists by name only. Each says why.
 */
export interface CatalogueEntry {
  treatment: 'executed' | 'substituted' | 'inert';
  reason: string;
  provision: Provision;
}

export type Catalogue = Record<string, CatalogueEntry>;
