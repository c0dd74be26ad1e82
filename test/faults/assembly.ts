import { alteredAssembly, alterProduct } from '../support/altered-assembly.ts';

/** What a message waits until it is given out again that a function has failed at, and how long such a function may run. */
const AGAIN_SECONDS = 10;

/**
 * The synthesized app in which what takes minutes or years comes at once: nobody is throttled, what failed is tried again
 * soon, the end of a consent comes to the purge without delay, cover may begin a year ago, and nothing has to be kept.
 */
export function hastyAssembly(): string {
  const takers = ['documentcheck', 'scoring', 'drivingpurge'];
  const assembly = alteredAssembly(({ Type: type, Properties: properties = {} }, logicalId) => {
    if (type === 'AWS::ApiGateway::UsagePlan') properties.Throttle = { BurstLimit: 5_000, RateLimit: 5_000 };
    if (type === 'AWS::SQS::Queue' && properties.RedrivePolicy && !logicalId.startsWith('InsurerFeed')) {
      properties.VisibilityTimeout = AGAIN_SECONDS;
      properties.DelaySeconds = 0;
    }
    if (type === 'AWS::Lambda::Function' && takers.some((taker) => logicalId.startsWith(taker)))
      properties.Timeout = AGAIN_SECONDS;
    return true;
  });
  alterProduct(assembly, 'own-damage', {
    startDate: { backdatingDays: 400, advanceDays: 365 },
    retention: { years: 0 },
  });
  return assembly;
}
