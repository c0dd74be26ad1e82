/**
 * In the bundles, where the SDK looks for the trace of the invocation that it calls from. Only several invocations at once
 * in one process need a store for it; a function that has one at a time finds it in its environment, as without this.
 */
export const InvokeStore = { getInstanceAsync: async () => undefined };
