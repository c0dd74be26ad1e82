import { applies, readPolicy } from '../iam/statement.ts';

const INVOKE = 'execute-api:invoke';

/**
 * Reads the policy that an authorizer returned into a decision on method ARNs: an explicit denial wins, and what
 * nothing allows is denied. Throws when it is malformed, or conditional.
 */
export function readInvokePolicy(document: unknown): (methodArn: string) => boolean {
  const statements = readPolicy(document);
  if (statements.some(({ conditions }) => conditions.length > 0))
    throw new Error('Conditions are not executed');
  return (methodArn) => {
    const speaking = statements.filter((statement) => applies(statement, INVOKE, methodArn, {}));
    return speaking.length > 0 && speaking.every(({ effect }) => effect === 'Allow');
  };
}
