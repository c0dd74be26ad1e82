import type { components } from '../../openapi/generated/types.ts';
import type { Consent } from '../consents/consent.ts';
import { type MyConsentView, viewMine } from '../consents/view.ts';
import { normalPlate } from '../platform/plate.ts';

type LossNotification = components['schemas']['LossNotification'];
type Change = NonNullable<MyConsentView['change']>;

/** The plates of all vehicles among a customer's records. */
export function platesIn(records: Iterable<object>): string[] {
  return [...records].flatMap((content) =>
    'plate' in content && typeof content.plate === 'string' ? [content.plate] : [],
  );
}

/**
 * A consent as an export tells it of a customer whose vehicles have these plates, with what its one use must be as far
 * as that is kept. Others whom a loss names that is yet to be notified are left out, as they are once it was.
 */
export function exportConsent(
  consent: Consent,
  content: object | undefined,
  plates: readonly string[],
): MyConsentView {
  const shown = viewMine(consent);
  if (!content || !consent.content) return shown;
  if (consent.content === 'change') return { ...shown, change: content as Change };
  return { ...shown, claimNotification: withoutOthers(content as LossNotification, plates) };
}

function withoutOthers(
  { persons, vehicles, ...said }: LossNotification,
  plates: readonly string[],
): LossNotification {
  const own = plates.map(normalPlate);
  return {
    ...said,
    ...(persons && { persons: persons.filter(({ role }) => role === 'policyholder') }),
    ...(vehicles && { vehicles: vehicles.filter(({ plate }) => own.includes(normalPlate(plate))) }),
  };
}
