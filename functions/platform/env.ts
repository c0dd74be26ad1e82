/** The value of a variable that the stack sets. Its absence is a fault of the deployment, so it throws. */
export function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`environment variable ${name} is not set`);
  return value;
}

/** The value of a variable that the stack sets only in some deployments. */
export function optionalVariable(name: string): string | undefined {
  return process.env[name] || undefined;
}
