import type { Claim } from '../claim.ts';

/** Which entry an answer is about: the last of its kind. */
export interface Entered {
  paymentId?: string;
  recoveryId?: string;
  noteId?: string;
}

/** The payment that a claim's last entry made. */
export function paymentIn({ payments }: Claim): Entered {
  const last = payments.at(-1);
  return last ? { paymentId: last.paymentId } : {};
}

/** The recovery that a claim's last entry recorded. */
export function recoveryIn({ recoveries }: Claim): Entered {
  const last = recoveries.at(-1);
  return last ? { recoveryId: last.recoveryId } : {};
}

/** The note that a claim's last entry added. */
export function noteIn({ notes }: Claim): Entered {
  const last = notes.at(-1);
  return last ? { noteId: last.noteId } : {};
}
