import type { components } from '../../../openapi/generated/types.ts';
import type { Fact, Section } from '../paper/paper.ts';
import { codeInWords, moneyInWords, shareInWords } from '../paper/wording.ts';

type Schemas = components['schemas'];
type Policy = Schemas['Policy'];
type Coverage = Schemas['ProductCoverage'];

/** What is covered and how much is paid. */
export function coverSection(policy: Policy, product: Schemas['Product']): Section {
  const coverage = product.coverages.find(({ code }) => code === policy.coverage);
  const name = coverage ? `${coverage.name} (${coverage.code})` : policy.coverage;
  return {
    heading: 'Cover',
    facts: [{ label: 'Coverage', lines: [name] }, ...(coverage ? termsOf(coverage) : [])],
  };
}

function termsOf({ causes, deductibles, limit, coinsurance, kind }: Coverage): Fact[] {
  const share = Number(coinsurance) === 1 ? [] : [shareFact(coinsurance)];
  return [
    { label: kind === 'liability' ? 'Liability arising from' : 'Damage by', lines: [causesInWords(causes)] },
    { label: 'Limit for each loss', lines: [limit ? moneyInWords(limit) : 'Unlimited'] },
    { label: 'Deductible for each loss', lines: deductibleLines(deductibles) },
    ...share,
  ];
}

function causesInWords(causes: Coverage['causes']): string {
  const named = causes.map((cause) => (cause === 'other' ? 'other causes' : cause));
  return codeInWords(new Intl.ListFormat('en-GB').format(named));
}

function deductibleLines(deductibles: Coverage['deductibles']): string[] {
  const [first, ...others] = deductibles;
  if (!first) return ['None'];
  if (others.length === 0) return [moneyInWords(first.amount)];
  const each = deductibles.map(({ code, amount }) => `${codeInWords(code)}: ${moneyInWords(amount)}`);
  return [...each, 'Of several, the highest applies once.'];
}

function shareFact(coinsurance: string): Fact {
  return {
    label: 'Share of the loss',
    lines: [`We pay ${shareInWords(coinsurance)}, before the deductible.`],
  };
}

const PAYMENT: Record<Policy['paymentPlan'], string> = { annual: 'Paid once a year.' };

/** What the cover costs for a whole term: net, each tax, and all of it. */
export function premiumSection({ premium, paymentPlan }: Policy): Section {
  return {
    heading: 'Premium',
    amounts: [
      { label: 'Net premium', amount: moneyInWords(premium.net) },
      ...premium.taxes.map(({ code, amount }) => ({
        label: codeInWords(code),
        amount: moneyInWords(amount),
      })),
    ],
    total: { label: 'Premium for a whole term, taxes included', amount: moneyInWords(premium.gross) },
    note: PAYMENT[paymentPlan],
  };
}
