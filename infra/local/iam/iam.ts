import { randomBytes } from 'node:crypto';
import { applies, type ConditionContext, readPolicy, readTrustPolicy, type Statement } from './statement.ts';

/** An access key of a role, as its function signs with. */
export interface AccessKey {
  accessKeyId: string;
  secretAccessKey: string;
}

/** A grant of a role that may never have been needed. */
export interface Grant {
  role: string;
  action: string;
  resource: string;
}

interface Role {
  arn: string;
  name: string;
  trust: readonly Statement[];
  statements: Statement[];
  decisions: Map<string, boolean>;
  used: Set<string>;
}

/** Every role and resource policy of the deployment, and the verdict on each call: denied unless allowed. */
export class Iam {
  readonly #roles = new Map<string, Role>();
  readonly #rolesByKey = new Map<string, Role>();
  readonly #secrets = new Map<string, string>();
  readonly #resourcePolicies = new Map<string, Statement[]>();

  /** Adds a role by its ARN, without permissions; the trust policy says which services may act as it. */
  addRole(arn: string, name: string, trustPolicy: unknown): void {
    const trust = readTrustPolicy(trustPolicy);
    this.#roles.set(arn, { arn, name, trust, statements: [], decisions: new Map(), used: new Set() });
  }

  /** Adds a policy to the role of an ARN. */
  attachPolicy(roleArn: string, document: unknown): void {
    const role = this.#role(roleArn);
    role.statements.push(...readPolicy(document));
    role.decisions.clear();
  }

  /** A new access key of a role for a service that acts as it; valid until this process ends. Throws if it may not. */
  issueKey(roleArn: string, service = 'lambda.amazonaws.com'): AccessKey {
    const role = this.#role(roleArn);
    if (!verdict(naming(role.trust, [service]), 'sts:AssumeRole', roleArn, {})) {
      throw new Error(`the role ${role.name} cannot be assumed by ${service}`);
    }
    const accessKeyId = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
    const secretAccessKey = randomBytes(30).toString('base64');
    this.#rolesByKey.set(accessKeyId, role);
    this.#secrets.set(accessKeyId, secretAccessKey);
    return { accessKeyId, secretAccessKey };
  }

  /** The secret of an access key that was issued, to verify what it signed. */
  secretOf(accessKeyId: string): string | undefined {
    return this.#secrets.get(accessKeyId);
  }

  /** Whether the owner of an access key may do this. An unknown key may do nothing. */
  isAllowed(accessKeyId: string, action: string, resource: string): boolean {
    const role = this.#rolesByKey.get(accessKeyId);
    if (!role) return false;
    const question = `${action} ${resource}`;
    const known = role.decisions.get(question);
    if (known !== undefined) return known;
    const allowed = this.#decide(role, action, resource);
    role.decisions.set(question, allowed);
    return allowed;
  }

  /** The name of the role that an access key belongs to, for messages. */
  roleName(accessKeyId: string): string {
    return this.#rolesByKey.get(accessKeyId)?.name ?? 'nobody';
  }

  /** Adds statements to the policy of a resource, such as a queue's or a function's. */
  addResourcePolicy(resource: string, document: unknown): void {
    const statements = this.#resourcePolicies.get(resource) ?? [];
    this.#resourcePolicies.set(resource, [...statements, ...readPolicy(document)]);
    for (const role of this.#roles.values()) role.decisions.clear();
  }

  /** Whether a resource's own policy lets an AWS service do this to it, on behalf of what `aws:SourceArn` names. */
  isServiceAllowed(
    service: string,
    action: string,
    resource: string,
    source: { 'aws:SourceArn': string },
  ): boolean {
    const statements = naming(this.#resourcePolicies.get(resource) ?? [], [service]);
    const context = { ...LOCAL, ...source, 'aws:SourceAccount': accountOf(source['aws:SourceArn']) };
    return verdict(statements, action, resource, context);
  }

  /** Whether a resource's own policy lets a principal of AWS do this to it. */
  isPrincipalAllowed(principal: string, action: string, resource: string): boolean {
    return verdict(naming(this.#resourcePolicies.get(resource) ?? [], [principal]), action, resource, LOCAL);
  }

  /** Actions that roles hold, by whether anything that they did needed them. */
  grants(): { used: Grant[]; unused: Grant[] } {
    const all = [...this.#roles.values()].flatMap((role) =>
      role.statements
        .filter(({ effect }) => effect === 'Allow')
        .flatMap(({ actions, resources }) =>
          actions.flatMap(({ text: action }) =>
            resources.map(({ text: resource }) => ({ role: role.name, action, resource, used: role.used })),
          ),
        ),
    );
    const bare = ({ role, action, resource }: Grant): Grant => ({ role, action, resource });
    const isUsed = ({ used, action, resource }: (typeof all)[number]) => used.has(`${action} ${resource}`);
    return { used: all.filter(isUsed).map(bare), unused: all.filter((grant) => !isUsed(grant)).map(bare) };
  }

  #decide(role: Role, action: string, resource: string): boolean {
    const account = accountOf(role.arn);
    const context = { ...LOCAL, 'aws:PrincipalArn': role.arn, 'aws:PrincipalAccount': account };
    // Within one account either policy may allow, and either may deny.
    const ofResource = naming(this.#resourcePolicies.get(holderOf(resource)) ?? [], [role.arn]);
    const allowed = verdict([...role.statements, ...ofResource], action, resource, context);
    if (allowed) recordUse(role, action, resource);
    return allowed;
  }

  #role(arn: string): Role {
    const role = this.#roles.get(arn);
    if (!role) throw new Error(`there is no role ${arn}`);
    return role;
  }
}

/** Nothing leaves this machine, which is as good as TLS. */
const LOCAL: ConditionContext = { 'aws:SecureTransport': 'true' };

/** The statements of a resource's policy that speak of one of these principals. */
function naming(statements: readonly Statement[], names: readonly string[]): Statement[] {
  return statements.filter(({ principals = [] }) =>
    principals.some((principal) => principal === '*' || names.includes(principal)),
  );
}

/** What the policy that speaks of a resource lies on: of an object, its bucket. */
function holderOf(resource: string): string {
  const [bucket = resource] = /^arn:aws:s3:::[^/]+/.exec(resource) ?? [];
  return bucket;
}

function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}

/** What statements say of a request: an explicit denial wins; without an allowance the answer is no. */
function verdict(
  statements: readonly Statement[],
  action: string,
  resource: string,
  context: ConditionContext,
): boolean {
  const speaking = statements.filter((statement) => applies(statement, action, resource, context));
  return speaking.length > 0 && speaking.every(({ effect }) => effect === 'Allow');
}

function recordUse(role: Role, action: string, resource: string): void {
  for (const { actions, resources } of role.statements) {
    for (const held of actions.filter((pattern) => pattern.matches(action))) {
      for (const on of resources.filter((pattern) => pattern.matches(resource))) {
        role.used.add(`${held.text} ${on.text}`);
      }
    }
  }
}
