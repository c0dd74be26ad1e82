import { gzipSync } from 'node:zlib';
import type { components } from '../../openapi/generated/types.ts';
import type { RunningApi } from './api.ts';
import { Client, type Reply } from './client.ts';
import { type DeviceKey, deviceToken } from './device-tokens.ts';

/** A point as a device sends it. */
export type SentPoint = components['schemas']['TelemetryPoint'];

/** What a batch takes at most. */
const MOST_POINTS = 600;

/** A device in a vehicle: it signs its own tokens and sends what it measures. */
export class SendingDevice {
  readonly deviceId: string;
  readonly key: DeviceKey;
  readonly #api: RunningApi;
  #sequence = 0;

  constructor(api: RunningApi, deviceId: string, key: DeviceKey) {
    this.#api = api;
    this.deviceId = deviceId;
    this.key = key;
  }

  /** The same device at an API that was started again. */
  at(api: RunningApi): SendingDevice {
    return new SendingDevice(api, this.deviceId, this.key);
  }

  /** Sends a batch as it is, right or wrong, by a token of its own unless it is given one. */
  async post(
    body: unknown,
    { token, headers = {} }: { token?: string; headers?: Record<string, string> } = {},
  ) {
    const client = new Client(this.#api, token ?? (await deviceToken(this.deviceId, this.key)));
    return client.call('postTelemetry', 'POST', '/telemetry', { body, headers });
  }

  /** Sends points in one batch, with the next sequence number. */
  send(points: readonly SentPoint[], instead: object = {}): Promise<Reply> {
    return this.post({ sequence: this.#sequence++, points, ...instead });
  }

  /** Sends points in one compressed batch. */
  sendCompressed(points: readonly SentPoint[], instead: object = {}): Promise<Reply> {
    const text = JSON.stringify({ sequence: this.#sequence++, points, ...instead });
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    return this.post(new Uint8Array(gzipSync(text)), { headers });
  }

  /** Sends a drive in as many full batches as it takes, one after the other; gives the answers. */
  async drive(points: readonly SentPoint[], size = MOST_POINTS): Promise<Reply[]> {
    const replies: Reply[] = [];
    for (let start = 0; start < points.length; start += size)
      replies.push(await this.send(points.slice(start, start + size)));
    return replies;
  }
}
