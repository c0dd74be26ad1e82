import { describe, expect, it } from 'vitest';
import { drivingScore, readDrivingBook } from '../../test/support/driving-books.ts';
import { quoteRequest } from '../../test/support/risks.ts';
import { given, productWith } from '../../test/support/stacks.ts';
import { isPriced, type PricedDriving, priceDriving } from '../quotes/driving.ts';
import type { Personal } from './personal.ts';
import type { PolicyHistory, RenewalOffer } from './policy.ts';
import { lastCover, offerRenewal } from './renewal-offer.ts';

const motor = productWith();
const AT = '2027-11-17T08:00:00.000Z';
const { driver, vehicle, address } = quoteRequest();
const personal = { driver, vehicle, address } as unknown as Personal;

/** What a score of the driver comes to in a price. */
function drivingOf(score: number): PricedDriving {
  const publication = { name: 'driving@1.0.0', digest: 'digest', book: readDrivingBook() };
  const whose = { policyId: 'pol_1', customerId: 'cus_1', driverKey: 'key of the driver' };
  const driving = priceDriving({ ...whose, score: drivingScore({ score }) }, 'motor', publication, AT);
  if (!isPriced(driving)) throw new Error(driving.why);
  return driving;
}

/** A policy whose term was priced by how its driver drove then. */
function driven(driving: PricedDriving): PolicyHistory {
  const policy = given({ inception: '2027-01-01', net: '1000' });
  const stack = policy.stack.map((act) =>
    act.kind === 'issuance' ? { ...act, cover: { ...act.cover, driving } } : act,
  );
  return { ...policy, stack };
}

function offerTo(policy: PolicyHistory, driving?: PricedDriving): RenewalOffer {
  const event = offerRenewal(policy, { personal, driving }, motor, AT);
  if (event.type !== 'policy.renewal-offered') throw new Error(event.type);
  return event.data.offer;
}

const netOf = ({ cover }: RenewalOffer) => Number(cover.premium.net.amount);

describe('the next term', () => {
  const begun = given({ inception: '2027-01-01', net: '1000' });

  it('is priced by how its driver drives now', () => {
    const offer = offerTo(begun, drivingOf(95));

    expect(offer.cover.driving).toEqual(drivingOf(95));
    expect(netOf(offer) / netOf(offerTo(begun))).toBeCloseTo(0.856, 3);
  });

  it('is priced anew, not by how its driver drove before', () => {
    const before = driven(drivingOf(60));

    expect(offerTo(before, drivingOf(95))).toMatchObject({ cover: offerTo(begun, drivingOf(95)).cover });
    expect(lastCover(before).driving).toEqual(drivingOf(60));
  });

  it('is priced without, where that may not be known any more', () => {
    const offer = offerTo(driven(drivingOf(60)));

    expect(offer.cover).toEqual(offerTo(begun).cover);
    expect(offer.cover).not.toHaveProperty('driving');
  });
});
