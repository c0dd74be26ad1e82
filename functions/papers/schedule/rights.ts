import type { components } from '../../../openapi/generated/types.ts';
import type { PlainDate } from '../../platform/calendar.ts';
import { coolingOffEnd } from '../../policies/cooling-off.ts';
import type { Fact, Section } from '../paper/paper.ts';
import { dateInWords, moneyInWords, shareInWords } from '../paper/wording.ts';
import type { Circumstances } from './circumstances.ts';

type Schemas = components['schemas'];
type Policy = Schemas['Policy'];
type Product = Schemas['Product'];

/** What the customer may do about the contract, and what happens if nothing is done. */
export function rightsSection(
  policy: Policy,
  product: Product,
  { insurer, issuedOn, renewable }: Circumstances,
): Section {
  return {
    heading: 'Your rights',
    paragraphs: [
      ...withdrawal(policy, product, issuedOn),
      cancellation(product),
      renewable ? renewal(policy, product) : noRenewal(policy),
      {
        label: 'How to tell us',
        lines: [`Write to ${insurer} or to your intermediary, and give your policy number.`],
      },
    ],
  };
}

/** Withdrawal is named for as long as there is time for it. */
function withdrawal(policy: Policy, product: Product, issuedOn: PlainDate): Fact[] {
  const { coolingOffDays: days, cancellation: rules } = product;
  const lastDay = coolingOffEnd(policy, product);
  if (days === 0 || lastDay < issuedOn) return [];
  const { basis, beforeCover = basis } = rules['cooling-off'];
  const back =
    beforeCover === basis
      ? `You then get back ${returned(basis, product)}.`
      : `Before cover begins you get back ${returned(beforeCover, product)}, afterwards ${returned(basis, product)}.`;
  const text = `Until ${dateInWords(lastDay)} you may withdraw from this contract without giving a reason: ${days} days from the day on which it was concluded or, if later, you received its terms. ${back}`;
  return [{ label: 'Withdrawal', lines: [text] }];
}

function cancellation(product: Product): Fact {
  const back = returned(product.cancellation['customer-request'].basis, product);
  return {
    label: 'Cancellation',
    lines: [`You may end this contract before its term is over. You then get back ${back}.`],
  };
}

function renewal({ term, renewalOffer }: Policy, { renewal: rule }: Product): Fact {
  const end = dateInWords(term.end);
  const what =
    rule.mode === 'tacit'
      ? `On ${end} this policy renews itself for another term, unless it is ended before.`
      : `This policy ends on ${end}, unless you accept the next term.`;
  const price = renewalOffer
    ? `The next term is offered at ${moneyInWords(renewalOffer.premium.gross)}, taxes included.`
    : `We offer the price of the next term ${rule.offerDaysAhead} days ahead.`;
  return { label: 'Renewal', lines: [`${what} ${price}`] };
}

function noRenewal({ term }: Policy): Fact {
  const end = dateInWords(term.end);
  return { label: 'Renewal', lines: [`This policy ends on ${end}. No further term can be offered for it.`] };
}

function returned(basis: Schemas['CancellationBasis'], { shortRate }: Product): string {
  const parts: Record<Schemas['CancellationBasis'], string> = {
    flat: 'the whole premium',
    'pro-rata': 'the premium for the time that is left',
    'short-rate': `${shareInWords(shortRate.returnedShare)} of the premium for the time that is left`,
  };
  return parts[basis];
}
