import type { Catalogue, CatalogueEntry } from '../runtime.ts';

/** What exists by name only, each with its reason. */
const REASONS: Record<string, string> = {
  'AWS::KMS::Alias': 'A name of a key.',
  'AWS::WAFv2::WebACL': 'Keeps attacks of the open internet away; this machine listens on loopback.',
  'AWS::WAFv2::WebACLAssociation': 'Puts a web ACL before a stage.',
  'AWS::WAFv2::LoggingConfiguration': 'Logs of a web ACL.',
  'AWS::CloudWatch::Alarm': 'Nobody is on call for a laptop.',
  'AWS::CloudWatch::CompositeAlarm': 'Nobody is on call for a laptop.',
  'AWS::CloudWatch::Dashboard': 'Draws metrics that only AWS has.',
  'AWS::SNS::Topic': 'Takes alarms only.',
  'AWS::SNS::TopicPolicy': 'Speaks of a topic.',
  'AWS::SNS::Subscription': 'Speaks of a topic.',
  'AWS::Logs::LogGroup': 'Logs go to files of the data directory.',
  'AWS::Logs::ResourcePolicy': 'Speaks of log groups.',
  'AWS::Logs::MetricFilter': 'Counts log lines for alarms.',
  'AWS::Logs::QueryDefinition': 'A saved query.',
  'AWS::CDK::Metadata': 'Statistics of the CDK.',
};

/** Attributes that other resources read of inert ones; each is the name, in the form of an ARN where it is one. */
export const inertCatalogue: Catalogue = Object.fromEntries(
  Object.entries(REASONS).map(([type, reason]) => [type, entry(type, reason)]),
);

function entry(type: string, reason: string): CatalogueEntry {
  const service = type.split('::')[1]?.toLowerCase() ?? '';
  return {
    treatment: 'inert',
    reason,
    provision({ stack, logicalId, properties }, { region, account }) {
      const named = properties.LogGroupName ?? properties.TopicName;
      const name = typeof named === 'string' ? named : `${stack}-${logicalId}`;
      const arn = `arn:aws:${service}:${region}:${account}:${ARN_FORMS[type]?.(name) ?? name}`;
      // Ref of a web ACL or a topic is more than a name, but nothing here reads it.
      return {
        ref: type === 'AWS::SNS::Topic' ? arn : name,
        attributes: { Arn: arn, TopicArn: arn, Id: name, KeyId: name },
      };
    },
  };
}

const ARN_FORMS: Record<string, (name: string) => string> = {
  'AWS::Logs::LogGroup': (name) => `log-group:${name}:*`,
};
