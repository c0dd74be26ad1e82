import { type Stage, UsagePlan } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { type Tier, tiers } from './tiers.ts';

/** One usage plan per tier; the gateway counts each partner on it apart. */
export class UsagePlans extends Construct {
  private readonly plans: Readonly<Record<Tier, UsagePlan>>;

  /** @param name put before each tier's */
  constructor(scope: Construct, id: string, { name, stage }: { name: string; stage: Stage }) {
    super(scope, id);
    const plan = (tier: Tier) =>
      new UsagePlan(this, tier, {
        name: `${name}-${tier}`,
        throttle: { rateLimit: tiers[tier].rate, burstLimit: tiers[tier].burst },
        apiStages: [{ stage }],
      });
    this.plans = {
      standard: plan('standard'),
      volume: plan('volume'),
      staff: plan('staff'),
      customer: plan('customer'),
      device: plan('device'),
    };
  }

  of(tier: Tier): UsagePlan {
    return this.plans[tier];
  }
}
