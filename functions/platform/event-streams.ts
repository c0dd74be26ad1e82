/**
 * In the bundles, what the SDK streams events by. No operation that does so is used: S3's client only wants it to be
 * there, and the real one weighs 19 KB.
 */
export function resolveEventStreamSerdeConfig<Config>(config: Config): Config {
  return config;
}

/** Throws: nothing that is used has events to write or to read. */
export function eventStreamSerdeProvider(): never {
  throw new Error('no events are streamed');
}
