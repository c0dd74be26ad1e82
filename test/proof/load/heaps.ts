/** What a runtime needs in its environment for its heaps to be looked at: on a port of its own choice. */
export const INSPECTED = { NODE_OPTIONS: '--inspect=127.0.0.1:0' };

const ADDRESS = /Debugger listening on (ws:\S+)/;

/** What lives in heaps of V8, in bytes, once all that is dead was collected. */
export interface Heaps {
  main: number;
  /** All functions' threads together, and how many there are. */
  functions: number;
  threads: number;
}

type Send = (method: string, params?: object) => Promise<Record<string, unknown>>;

/** Looks into a runtime's heaps by the inspector, which its output must name. */
export class HeapInspector {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (result: Record<string, unknown>) => void>();
  readonly #threads = new Set<string>();
  #asked = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#hear(JSON.parse(String(data))));
  }

  /** Attaches to a runtime and all its threads, those that are still to come as well. */
  static async attach(output: string): Promise<HeapInspector> {
    const socket = new WebSocket(ADDRESS.exec(output)?.[1] ?? '');
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', () => reject(new Error('the runtime cannot be inspected')));
    });
    const inspector = new HeapInspector(socket);
    await inspector.#send('NodeWorker.enable', { waitForDebuggerOnStart: false });
    return inspector;
  }

  /** Collects what is dead, and measures the rest. Everything stands still meanwhile, for a blink. */
  async measure(): Promise<Heaps> {
    const threads = [...this.#threads];
    const sizes = await Promise.all(threads.map((thread) => this.#liveIn(this.#sendTo(thread))));
    return {
      main: await this.#liveIn((method, params) => this.#send(method, params)),
      functions: sizes.reduce((sum, size) => sum + size, 0),
      threads: threads.length,
    };
  }

  close(): void {
    this.#socket.close();
  }

  async #liveIn(send: Send): Promise<number> {
    await send('HeapProfiler.collectGarbage');
    const { usedSize = 0 } = await send('Runtime.getHeapUsage');
    return Number(usedSize);
  }

  #send(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const id = ++this.#asked;
    this.#socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  #sendTo(sessionId: string): Send {
    return (method, params = {}) => {
      const id = ++this.#asked;
      const answer = new Promise<Record<string, unknown>>((resolve) => this.#waiting.set(id, resolve));
      const message = JSON.stringify({ id, method, params });
      void this.#send('NodeWorker.sendMessageToWorker', { sessionId, message });
      return answer;
    };
  }

  // biome-ignore lint/suspicious/noExplicitAny: messages as they came over the wire.
  #hear(message: any): void {
    const { method, params, id, result } = message;
    if (method === 'NodeWorker.attachedToWorker') this.#threads.add(params.sessionId);
    else if (method === 'NodeWorker.detachedFromWorker') this.#leave(params.sessionId);
    else if (method === 'NodeWorker.receivedMessageFromWorker') this.#hear(JSON.parse(params.message));
    else this.#settle(id, result ?? {});
  }

  /** A thread that has ended answers nothing any more. */
  #leave(sessionId: string): void {
    this.#threads.delete(sessionId);
  }

  #settle(id: number, result: Record<string, unknown>): void {
    this.#waiting.get(id)?.(result);
    this.#waiting.delete(id);
  }
}
