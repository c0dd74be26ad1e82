import { TokenBucket } from './token-bucket.ts';

/** The key's value is what a caller, or the authorizer on its behalf, presents. */
export interface ApiKey {
  id: string;
  value: string;
  enabled: boolean;
}

/** What a plan allows each of its keys, on each of its stages. */
export interface UsagePlan {
  id: string;
  /** Stages by their key, see `stageKey`. */
  stages: string[];
  throttle?: { rate: number; burst: number };
  quota?: { limit: number; period: QuotaPeriod };
}

export type QuotaPeriod = 'DAY' | 'WEEK' | 'MONTH';

/** The answer to one call: the key that it counts against, or why it may not pass. */
export type Admission = { keyId: string } | { refused: 'INVALID_API_KEY' | 'THROTTLED' | 'QUOTA_EXCEEDED' };

interface Member {
  key: ApiKey;
  bucket: TokenBucket | undefined;
  quota: UsagePlan['quota'];
  used: number;
  period: string;
}

/** How a stage of an API is named among the plans. */
export function stageKey(apiId: string, stage: string): string {
  return `${apiId}/${stage}`;
}

/**
 * Who may call which stage how often: every key of a plan has a bucket and a quota of its own. Counts live in
 * memory, so that a restart refills them; the service promises no more than best effort either.
 */
export class UsagePlans {
  readonly #plans = new Map<string, UsagePlan>();
  readonly #keys = new Map<string, ApiKey>();
  /** By stage, then by the key's value. */
  readonly #members = new Map<string, Map<string, Member>>();

  addPlan(plan: UsagePlan): void {
    this.#plans.set(plan.id, plan);
  }

  addKey(key: ApiKey): void {
    for (const other of this.#keys.values()) {
      if (other.value === key.value)
        throw new Error(`API keys ${other.id} and ${key.id} have the same value`);
    }
    this.#keys.set(key.id, key);
  }

  /** Puts a key on a plan. Throws when either is unknown or the key has a plan on one of the stages already. */
  attach(planId: string, keyId: string): void {
    const plan = this.#plans.get(planId);
    const key = this.#keys.get(keyId);
    if (!plan || !key) throw new Error(`No usage plan ${planId} or no API key ${keyId}`);
    for (const stage of plan.stages) {
      const members = this.#members.get(stage) ?? new Map<string, Member>();
      if (members.has(key.value)) throw new Error(`API key ${keyId} is on two usage plans of ${stage}`);
      const bucket = plan.throttle && new TokenBucket(plan.throttle.rate, plan.throttle.burst);
      members.set(key.value, { key, bucket, quota: plan.quota, used: 0, period: '' });
      this.#members.set(stage, members);
    }
  }

  /** Counts one call of the key with this value; `now` in milliseconds since the epoch. */
  admit(stage: string, value: string | undefined, now: number): Admission {
    const member = value === undefined ? undefined : this.#members.get(stage)?.get(value);
    if (!member?.key.enabled) return { refused: 'INVALID_API_KEY' };
    if (quotaUsedUp(member, now)) return { refused: 'QUOTA_EXCEEDED' };
    if (member.bucket && !member.bucket.take(now)) return { refused: 'THROTTLED' };
    member.used++;
    return { keyId: member.key.id };
  }
}

function quotaUsedUp(member: Member, now: number): boolean {
  if (!member.quota) return false;
  const period = periodOf(member.quota.period, now);
  if (period !== member.period) Object.assign(member, { period, used: 0 });
  return member.used >= member.quota.limit;
}

/** The period in UTC that an instant falls into; weeks begin on Sunday. */
function periodOf(period: QuotaPeriod, now: number): string {
  const day = new Date(now);
  if (period === 'WEEK') day.setUTCDate(day.getUTCDate() - day.getUTCDay());
  return day.toISOString().slice(0, period === 'MONTH' ? 7 : 10);
}
