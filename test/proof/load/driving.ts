import { driveOf } from '../../bench/drives.ts';
import { deviceToken } from '../../support/device-tokens.ts';
import type { SendingDevice } from '../../support/sending-device.ts';
import type { Outgoing } from './sender.ts';

/** A minute of driving, ten times, and ten minutes of rest: a device that has stored two days and now sends them. */
const BATCH = 60;
const BATCHES = 10;
const EVERY_MS = 20 * 60_000;
const STORED_MS = 48 * 3_600_000;

/** A token lasts five minutes. */
const TOKEN_MS = 4 * 60_000;

/** A device that sends its batches one after the other. */
export class Driving {
  readonly #device: SendingDevice;
  readonly #seed: number;
  readonly #begun = Date.now() - STORED_MS;
  #waiting: object[] = [];
  #drives = 0;
  #sequence = 0;
  #token = { text: '', until: 0 };

  constructor(device: SendingDevice, seed: number) {
    this.#device = device;
    this.#seed = seed;
  }

  /** The next batch, with a token that lasts. */
  async next(): Promise<Outgoing> {
    const batch = this.#waiting.shift() ?? this.#drive();
    const body = JSON.stringify({ sequence: this.#sequence++, points: batch });
    const authorization = `Bearer ${await this.#freshToken()}`;
    return {
      method: 'POST',
      path: '/telemetry',
      headers: { authorization, 'content-type': 'application/json' },
      body,
    };
  }

  /** Drives once more: the first batch of it, while the others wait. */
  #drive(): object {
    const startedAt = this.#begun + this.#drives++ * EVERY_MS;
    const points = driveOf(this.#seed + this.#drives, startedAt, BATCH * BATCHES);
    this.#waiting = Array.from({ length: BATCHES }, (_, at) => points.slice(at * BATCH, (at + 1) * BATCH));
    return this.#waiting.shift() ?? [];
  }

  async #freshToken(): Promise<string> {
    if (Date.now() > this.#token.until) {
      const { deviceId, key } = this.#device;
      this.#token = { text: await deviceToken(deviceId, key), until: Date.now() + TOKEN_MS };
    }
    return this.#token.text;
  }
}
