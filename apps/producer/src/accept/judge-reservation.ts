import type { Acceptance } from './candidate.js';
import type { Reservation, Reserved } from './accepted-events.store.js';

/** What the store's answer means for a candidate: write it, or answer without writing. */
export function judgeReservation(reservation: Reservation, known: Reserved): 'publish' | Acceptance {
  if (known.status === 'new') return 'publish';
  if (known.contentHash !== reservation.contentHash) return { type: 'conflict' };
  if (known.status === 'pending') return 'publish';
  const { importId, position } = reservation.importOrigin ?? {};
  return {
    type: 'accepted',
    ...known.position,
    deduplicated: true,
    sameOrigin:
      importId !== undefined && known.importOrigin?.importId === importId && known.importOrigin.position === position,
  };
}
