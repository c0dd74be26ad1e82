/** What the service adds to the variables that a function is given. */
export interface RuntimeEnvironment {
  functionName: string;
  handler: string;
  memoryMb: number;
  directory: string;
  logGroup: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  /** Where the SDK finds the local services. */
  endpoint: string;
  s3Endpoint: string;
}

/**
 * The whole environment of a function, as Lambda composes it. Throws when the function's own variables use names
 * that the service reserves.
 */
export function lambdaEnvironment(
  own: Readonly<Record<string, string>>,
  runtime: RuntimeEnvironment,
): Record<string, string> {
  const reserved: Record<string, string> = {
    _HANDLER: runtime.handler,
    AWS_ACCESS_KEY_ID: runtime.credentials.accessKeyId,
    AWS_DEFAULT_REGION: runtime.region,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(runtime.memoryMb),
    AWS_LAMBDA_FUNCTION_NAME: runtime.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: runtime.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_REGION: runtime.region,
    AWS_SECRET_ACCESS_KEY: runtime.credentials.secretAccessKey,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    LAMBDA_TASK_ROOT: runtime.directory,
    ...(runtime.credentials.sessionToken !== undefined && {
      AWS_SESSION_TOKEN: runtime.credentials.sessionToken,
    }),
  };
  const clash = Object.keys(own).find((name) => Object.hasOwn(reserved, name));
  if (clash !== undefined) throw new Error(`${runtime.functionName}: ${clash} is a reserved variable`);
  const endpoints = { AWS_ENDPOINT_URL: runtime.endpoint, AWS_ENDPOINT_URL_S3: runtime.s3Endpoint };
  const open = { LANG: 'en_US.UTF-8', TZ: ':UTC', ...endpoints };
  return { ...open, ...own, ...reserved };
}
