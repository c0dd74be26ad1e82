import type { Fault } from '../fault.ts';

/** Faults in what is shown and told of a person. */
export const privacyFaults: readonly Fault[] = [
  {
    name: 'an answer leaves without its mask',
    kind: 'a mask skipped',
    file: 'functions/middleware/mask.ts',
    text: 'masks[operation.operationId]?.[operation.success]?.(answer.body, clearance);',
    instead: '',
    caughtBy: {
      file: 'functions/middleware/mask.test.ts',
      test: 'an answer is masked unless something lifts',
    },
    always: true,
  },
  {
    name: 'the consent of one customer lifts the masks of another',
    kind: 'a mask skipped',
    file: 'functions/middleware/clearance.ts',
    text: 'named.consent.customerId !== customerId',
    instead: "customerId === ''",
    caughtBy: { file: 'functions/middleware/clearance.test.ts', test: 'of another customer' },
  },
  {
    name: 'nobody puts on record what leaves in clear',
    kind: 'a receipt forgotten',
    file: 'functions/middleware/mask.ts',
    text: 'await release(call, answer, answer.document?.released ?? clearance.released);',
    instead: 'void release;',
    caughtBy: {
      file: 'test/e2e/releases.test.ts',
      test: 'does not leave where the receipt cannot be written',
    },
    synthesized: true,
  },
  {
    name: 'a chain of receipts may be cut off',
    kind: 'a receipt forgotten',
    file: 'functions/releases/checkpoint.ts',
    text: "if (!last) return { code: 'receipts-missing', seq: receipts.length + 1 };",
    instead: 'if (!last) return undefined;',
    caughtBy: { file: 'functions/releases/checkpoint.test.ts', test: 'shows that its end was cut off' },
  },
  {
    name: 'a line of the log holds what is personal',
    kind: 'a secret told',
    file: 'functions/platform/log.ts',
    text: "value !== undefined ? '***' : value",
    instead: "value === undefined ? '***' : value",
    caughtBy: { file: 'functions/platform/log.test.ts', test: 'what stands under email is masked' },
  },
  {
    name: 'a line of the log holds what an error says',
    kind: 'a secret told',
    file: 'functions/platform/log.ts',
    text: 'return { error: error.name, frames,',
    instead: 'return { error: error.name, message, frames,',
    caughtBy: {
      file: 'functions/platform/log.test.ts',
      test: 'of an error are logged its name, place and cause, never what it says',
    },
  },
  {
    name: 'a sealed value opens in another’s place',
    kind: 'a seal broken',
    file: 'functions/platform/seal.ts',
    text: 'JSON.stringify([subjectId, recordId])',
    instead: 'JSON.stringify([subjectId])',
    caughtBy: { file: 'functions/platform/seal.test.ts', test: 'does not open in another place' },
  },
];
