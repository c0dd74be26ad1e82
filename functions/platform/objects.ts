import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { optionalVariable, variable } from './env.ts';

/** Jobs read and write files; no request waits for it. A file has longer than a request of the database. */
const s3 = new S3Client({
  maxAttempts: 3,
  forcePathStyle: optionalVariable('AWS_ENDPOINT_URL_S3') !== undefined,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
});

/** A file as it lies in the bucket. */
export interface StoredFile {
  size: number;
  /** Undefined where the file is larger than was to be read. */
  bytes: Uint8Array | undefined;
}

/** A file of at most so many bytes. Throws where there is none. */
export async function readObject(key: string, atMost: number): Promise<StoredFile> {
  const { Body: body, ContentLength: size = 0 } = await s3.send(
    new GetObjectCommand({ Bucket: bucket(), Key: key }),
  );
  if (!body) throw new Error('the bucket answered without a file');
  if (size > atMost) {
    await body.transformToWebStream().cancel();
    return { size, bytes: undefined };
  }
  return { size, bytes: await body.transformToByteArray() };
}

/** A file to be kept. */
export interface KeptFile {
  bytes: Uint8Array;
  contentType: string;
}

/** Keeps a file, in the place of the one that may be there. */
export async function writeObject(key: string, { bytes, contentType }: KeptFile): Promise<void> {
  await s3.send(
    new PutObjectCommand({
      Bucket: bucket(),
      Key: key,
      Body: bytes,
      ContentType: contentType,
      ChecksumAlgorithm: 'SHA256',
    }),
  );
}

/** Deletes files; one that is not there is as good as deleted. */
export async function deleteObjects(keys: readonly string[]): Promise<void> {
  await Promise.all(keys.map((key) => s3.send(new DeleteObjectCommand({ Bucket: bucket(), Key: key }))));
}

function bucket(): string {
  return variable('DOCUMENTS_BUCKET');
}
