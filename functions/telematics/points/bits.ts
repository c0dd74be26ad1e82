/** Room that a writer begins with: a minute of driving fits. */
const FIRST_ROOM = 1_024;

/** Writes whole numbers of some bits each, the highest bit first. */
export class BitWriter {
  #bytes = new Uint8Array(FIRST_ROOM);
  #length = 0;
  /** Bits that do not fill a byte yet, and how many they are. */
  #pending = 0;
  #count = 0;

  /** Writes the lowest `count` bits, 24 at most, of a number that has no others. */
  write(value: number, count: number): void {
    this.#pending = (this.#pending << count) | value;
    this.#count += count;
    while (this.#count >= 8) {
      this.#count -= 8;
      this.#push(this.#pending >>> this.#count);
    }
    this.#pending &= (1 << this.#count) - 1;
  }

  /** Writes a number below 2^32 by how many bits it has, and those. */
  writeNumber(value: number): void {
    const count = 32 - Math.clz32(value);
    this.write(count, 6);
    if (count > 16) this.write(value >>> 16, count - 16);
    this.write(count > 16 ? value & 0xffff : value, Math.min(count, 16));
  }

  /** What was written, the last byte filled up with zeros. The writer is not to be used any further. */
  end(): Uint8Array {
    if (this.#count > 0) this.write(0, 8 - this.#count);
    return this.#bytes.subarray(0, this.#length);
  }

  #push(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#length++] = byte;
  }
}

/** Reads what a `BitWriter` wrote. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #next = 0;
  #pending = 0;
  #count = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The next bits, 24 at most, as a number. @throws RangeError where there are no more */
  read(count: number): number {
    while (this.#count < count) {
      const byte = this.#bytes[this.#next++];
      if (byte === undefined) throw new RangeError('packed points end too early');
      this.#pending = (this.#pending << 8) | byte;
      this.#count += 8;
    }
    this.#count -= count;
    const value = this.#pending >>> this.#count;
    this.#pending &= (1 << this.#count) - 1;
    return value;
  }

  /** The next number that `writeNumber` wrote. */
  readNumber(): number {
    const count = this.read(6);
    const high = count > 16 ? this.read(count - 16) : 0;
    return high * 0x1_0000 + this.read(Math.min(count, 16));
  }
}
