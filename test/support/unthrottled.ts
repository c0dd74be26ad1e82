import { alteredAssembly } from './altered-assembly.ts';

/** The synthesized app with usage plans that let everybody ask 5,000 times a second: for tests of other limits. */
export function unthrottledAssembly(): string {
  return alteredAssembly(({ Type: type, Properties: properties = {} }) => {
    if (type === 'AWS::ApiGateway::UsagePlan') properties.Throttle = { BurstLimit: 5_000, RateLimit: 5_000 };
    return true;
  });
}
