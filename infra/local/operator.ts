/**
 * `eval "$(npm run -s operator)"`: lets the AWS CLI and `npm run operate` of this terminal work on the runtime of the
 * data directory, as its operator.
 */
import { dataDirectory, readRunning } from './data-directory.ts';

const running = readRunning(dataDirectory());
if (running) {
  const { accessKeyId, secretAccessKey } = running.operator;
  const variables = {
    AWS_ENDPOINT_URL: running.endpoint,
    AWS_REGION: running.region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
  for (const [name, value] of Object.entries(variables)) console.log(`export ${name}='${value}'`);
} else {
  console.error(`Nothing runs on ${dataDirectory()}: npm start first`);
  process.exitCode = 1;
}
