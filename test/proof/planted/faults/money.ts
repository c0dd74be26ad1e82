import type { Fault } from '../fault.ts';

/** Faults in what is owed. */
export const moneyFaults: readonly Fault[] = [
  {
    name: 'a price is rounded down',
    kind: 'a sum wrong',
    file: 'functions/quotes/rating.ts',
    text: 'value.round(rounding.places, MODES[rounding.mode])',
    instead: 'value.round(rounding.places, 0)',
    caughtBy: { file: 'functions/quotes/rating.test.ts', test: 'prices ' },
  },
  {
    name: 'what moves forgets its taxes',
    kind: 'a sum wrong',
    file: 'functions/policies/stack/movement.ts',
    text: 'taxes.reduce((sum, { amount }) => sum.plus(amount), net)',
    instead: 'taxes.reduce((sum) => sum, net)',
    caughtBy: {
      file: 'functions/policies/stack.properties.test.ts',
      test: 'each movement is taxed by itself, but for those that move back all that was moved',
    },
  },
  {
    name: 'more is paid than is payable',
    kind: 'a sum wrong',
    file: 'functions/claims/handling/payment.ts',
    text: 'if (left.gte(amount)) return undefined;',
    instead: 'if (left.gte(0)) return undefined;',
    caughtBy: {
      file: 'functions/claims/handling/payment.test.ts',
      test: 'of a cent more than is left is refused',
    },
  },
  {
    name: 'two eyes are enough',
    kind: 'a sum wrong',
    file: 'functions/claims/handling/approval.ts',
    text: 'if (decidedBy === by) {',
    instead: "if (decidedBy === '') {",
    caughtBy: {
      file: 'functions/claims/handling/approval.test.ts',
      test: 'is not approved by who decided it',
    },
  },
];
