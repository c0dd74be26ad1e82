import { loadAssembly } from '../../../infra/local/template/assembly.ts';
import { alteredAssembly } from '../../support/altered-assembly.ts';

/** A synthesized app that is to be metered, and what has to be known of it. */
export interface MeteredAssembly {
  cdkOut: string;
  /** Memory of functions in MB, by the name under which they run. */
  memoryMb: ReadonlyMap<string, number>;
  /** Functions that a schedule calls. */
  jobs: readonly string[];
  /** Tables that can be recovered to any moment. */
  recoverable: ReadonlySet<string>;
}

/** The app without throttles, whose jobs run once a day, and whose functions have more in their environment. */
export function meteredAssembly(environment: Record<string, string>): MeteredAssembly {
  const cdkOut = alteredAssembly(({ Type: type, Properties: properties = {} }) => {
    if (type === 'AWS::ApiGateway::UsagePlan') properties.Throttle = { BurstLimit: 5_000, RateLimit: 5_000 };
    if (type === 'AWS::Events::Rule' && properties.ScheduleExpression)
      properties.ScheduleExpression = 'rate(1 day)';
    if (type === 'AWS::Lambda::Function') {
      const own = properties.Environment as { Variables?: object } | undefined;
      properties.Environment = { Variables: { ...own?.Variables, ...environment } };
    }
    return true;
  });
  const resources = resourcesIn(cdkOut);
  const of = (type: string) => resources.filter((resource) => resource.type === type);
  const memory = of('AWS::Lambda::Function').map(
    ({ name, properties }) => [name, Number(properties.MemorySize ?? 128)] as const,
  );
  return {
    cdkOut,
    memoryMb: new Map(memory),
    jobs: of('AWS::Events::Rule').flatMap(jobOf),
    recoverable: new Set(
      of('AWS::DynamoDB::Table')
        .filter(isRecoverable)
        .map(({ name }) => name),
    ),
  };
}

interface NamedResource {
  stack: string;
  /** As it is called where it is executed. */
  name: string;
  type: string;
  properties: Record<string, unknown>;
}

function resourcesIn(cdkOut: string): NamedResource[] {
  return loadAssembly(cdkOut).stacks.flatMap(({ name: stack, template }) =>
    Object.entries(template.Resources ?? {}).map(([id, { Type: type, Properties: properties = {} }]) => ({
      stack,
      name: `${stack}-${id}`,
      type,
      properties,
    })),
  );
}

/** The function that a rule calls by a schedule. */
function jobOf({ stack, properties }: NamedResource): string[] {
  if (!properties.ScheduleExpression) return [];
  const targets = properties.Targets as { Arn: { 'Fn::GetAtt': [string, string] } }[];
  return targets.map(({ Arn }) => `${stack}-${Arn['Fn::GetAtt'][0]}`);
}

function isRecoverable({ properties }: NamedResource): boolean {
  const recovery = properties.PointInTimeRecoverySpecification as
    | { PointInTimeRecoveryEnabled?: boolean }
    | undefined;
  return recovery?.PointInTimeRecoveryEnabled === true;
}
