import { accessDenied, failure, type Service } from '../aws/endpoint.ts';
import type { Iam } from '../iam/iam.ts';
import type { LambdaHost } from './host.ts';

const INVOKE = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/** The Invoke of the Lambda API, which waits for the answer. A function that fails is told by a header, as in AWS. */
export function invokeService(lambda: LambdaHost, iam: Iam): Service {
  return async (call) => {
    const [, named = ''] = INVOKE.exec(call.path ?? '') ?? [];
    const functionArn = arnOf(lambda, decodeURIComponent(named));
    if (functionArn === undefined)
      return failure(404, 'ResourceNotFoundException', `There is no function ${named}`);
    if (!iam.isAllowed(call.accessKeyId, 'lambda:InvokeFunction', functionArn))
      return accessDenied(iam, call, 'lambda:InvokeFunction', functionArn);
    const outcome = await lambda.invoke(functionArn, JSON.parse(call.body.toString() || 'null'));
    return 'error' in outcome
      ? { status: 200, body: JSON.stringify(outcome.error), headers: { 'x-amz-function-error': 'Unhandled' } }
      : { status: 200, body: JSON.stringify(outcome.payload ?? null) };
  };
}

function arnOf(lambda: LambdaHost, nameOrArn: string): string | undefined {
  try {
    return lambda.find(nameOrArn).arn;
  } catch {
    return undefined;
  }
}
