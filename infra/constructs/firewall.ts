import { Aws } from 'aws-cdk-lib';
import type { Stage } from 'aws-cdk-lib/aws-apigateway';
import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { tiers } from './tiers.ts';

type Rule = CfnWebACL.RuleProperty;

/** Twice what a partner of the largest tier may send in WAF's five minutes. Devices and customers share a tier. */
const flood = Math.max(tiers.standard.rate, tiers.volume.rate, tiers.staff.rate) * 300 * 2;

const visible = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  metricName,
  cloudWatchMetricsEnabled: true,
  // A sample keeps whole headers, tokens among them.
  sampledRequestsEnabled: false,
});

/** A rule group that AWS maintains, with those of its rules that shall only count. */
const managed = (name: string, priority: number, counted: readonly string[] = []): Rule => ({
  name,
  priority,
  overrideAction: { none: {} },
  visibilityConfig: visible(name),
  statement: {
    managedRuleGroupStatement: {
      vendorName: 'AWS',
      name,
      ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
    },
  },
});

/** Blocks an address that sends more than `limit` requests in five minutes. */
const rate = (name: string, priority: number, limit: number, scope?: CfnWebACL.StatementProperty): Rule => ({
  name,
  priority,
  action: { block: {} },
  visibilityConfig: visible(name),
  statement: {
    rateBasedStatement: { aggregateKeyType: 'IP', limit, ...(scope && { scopeDownStatement: scope }) },
  },
});

const bearer: CfnWebACL.StatementProperty = {
  byteMatchStatement: {
    fieldToMatch: { singleHeader: { Name: 'authorization' } },
    positionalConstraint: 'STARTS_WITH',
    searchString: 'bearer ',
    textTransformations: [{ priority: 0, type: 'LOWERCASE' }],
  },
};

/**
 * What is refused before it costs anything: floods, known attacks and addresses of ill repute. Two rules of the
 * common set only count: the programs of partners and devices often name no user agent, and the contract, not 8 KB,
 * limits a body.
 */
export class Firewall extends Construct {
  private readonly name: string;

  /** @param name under which its metrics go */
  constructor(scope: Construct, id: string, { name, stage }: { name: string; stage: Stage }) {
    super(scope, id);
    this.name = name;
    const { restApi, stageName } = stage;
    const webAcl = new CfnWebACL(this, 'WebAcl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visible(name),
      rules: [
        rate('Flood', 0, flood),
        rate('WithoutToken', 1, 1_000, { notStatement: { statement: bearer } }),
        managed('AWSManagedRulesAmazonIpReputationList', 2),
        managed('AWSManagedRulesKnownBadInputsRuleSet', 3),
        managed('AWSManagedRulesCommonRuleSet', 4, ['NoUserAgent_HEADER', 'SizeRestrictions_BODY']),
      ],
    });
    new CfnWebACLAssociation(this, 'Association', {
      resourceArn: `arn:${Aws.PARTITION}:apigateway:${Aws.REGION}::/restapis/${restApi.restApiId}/stages/${stageName}`,
      webAclArn: webAcl.attrArn,
    });
  }

  /** Requests that any of the rules turned away. */
  metricBlocked(options: MetricOptions): Metric {
    const dimensionsMap = { WebACL: this.name, Rule: 'ALL', Region: Aws.REGION };
    return new Metric({ namespace: 'AWS/WAFV2', metricName: 'BlockedRequests', dimensionsMap, ...options });
  }
}
