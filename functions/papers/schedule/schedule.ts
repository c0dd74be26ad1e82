import type { components } from '../../../openapi/generated/types.ts';
import type { Paper } from '../paper/paper.ts';
import { dateInWords, moneyInWords } from '../paper/wording.ts';
import type { Circumstances } from './circumstances.ts';
import { coverSection, premiumSection } from './cover.ts';
import { driverSection, policyholderSection } from './people.ts';
import { endsEarly, periodFact, remark, statusFact } from './period.ts';
import { rightsSection } from './rights.ts';
import { vehicleSection } from './vehicle.ts';

type Schemas = components['schemas'];
type Policy = Schemas['Policy'];

/** What this sort of document is called. */
const KIND = 'Policy schedule';

const PURPOSE = 'This schedule is part of your insurance contract. Please check it, and keep it.';

/** What the schedule of a policy says, on a page to be kept. What is masked in the policy is as masked in it. */
export function scheduleOf(policy: Policy, product: Schemas['Product'], circumstances: Circumstances): Paper {
  const { insurer, issuedOn, coverEnd } = circumstances;
  const sections = [
    policyholderSection(policy),
    vehicleSection(policy),
    driverSection(policy),
    coverSection(policy, product),
    premiumSection(policy),
  ];
  if (!endsEarly(policy, coverEnd)) sections.push(rightsSection(policy, product, circumstances));
  return {
    insurer,
    kind: KIND,
    name: `${KIND} ${policy.policyNumber}`,
    title: product.name,
    subtitle: `Policy ${policy.policyNumber}`,
    issuedOn: dateInWords(issuedOn),
    issuedAt: issuedOn,
    introduction: `${PURPOSE}${remark(policy, coverEnd)}`,
    summary: [
      statusFact(policy),
      periodFact(policy, product, coverEnd),
      {
        label: 'Premium for a whole term',
        lines: [moneyInWords(policy.premium.gross)],
        note: 'taxes included',
      },
    ],
    sections,
  };
}
