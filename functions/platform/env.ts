/** The values that were asked for: what Node keeps of the environment is slow to read, and never changes. */
const known = new Map<string, string>();

/** The value of a variable that the stack sets. Its absence is a fault of the deployment, so it throws. */
export function variable(name: string): string {
  const value = known.get(name) ?? process.env[name];
  if (value === undefined || value === '') throw new Error(`environment variable ${name} is not set`);
  known.set(name, value);
  return value;
}

/** The value of a variable that the stack sets only in some deployments. */
export function optionalVariable(name: string): string | undefined {
  return process.env[name] || undefined;
}
