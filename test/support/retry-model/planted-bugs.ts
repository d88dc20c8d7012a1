import { EpochFence } from '../../../libs/streaming/src/retry/order/epoch-fence.js';
import {
  RetryRouter,
  type RoutedRecord,
  type RouteDecision,
} from '../../../libs/streaming/src/retry/order/retry-router.js';

/**
 * Mistakes an implementation could make, and the first word of what the checker must say of each. The product has no
 * switch for them.
 */
export const plantedBugs = {
  'farthest tier instead of the nearest': 'ORDER',
  'no fence': 'STALE',
  'fences where the logs end by then': 'STALE',
  'no recognition of copies': 'REPEAT',
  'ended copies forgotten': 'REPEAT',
  'copies recognised by key only': 'LOST',
  'markers forgotten': 'HOLD',
  "a zombie's markers believed": 'HOLD',
  'overwritten markers left': 'HOLD',
  'markers do not raise the epoch': 'STOPPED',
  'later events of a dead key handled': 'HOLD',
  'commit before handle': 'LOST',
  'source done before the ack of its copy': 'LOST',
  'failed append taken for an ack': 'LOST',
  'dead letter dropped when its topic refuses': 'LOST',
  'key lost on retry': 'ORDER',
  'retry before due': 'EARLY',
  'off-by-one resume': 'LOST',
  'commit goes backwards': 'BACKWARDS',
  'nothing rebuilt': 'PENDING',
  'ends read before the commits': 'LOST',
  'copy of a zombie with an inbox not believed': 'LOST',
  'marker of a zombie with an inbox not believed': 'HOLD',
  'released beside its partition': 'HOLD',
} as const;

export type PlantedBug = keyof typeof plantedBugs;

class FarthestRouter extends RetryRouter {
  readonly #tierCount: number;

  constructor(options: ConstructorParameters<typeof RetryRouter>[0]) {
    super(options);
    this.#tierCount = options.tierCount;
  }

  override decide(stream: number, offset: number, record: RoutedRecord): RouteDecision {
    const decision = super.decide(stream, offset, record);
    return typeof decision === 'object' ? { holdIn: this.#tierCount } : decision;
  }
}

/** The router, with the planted mistake in it when it is one of routing. */
export function buggyRouter(
  options: ConstructorParameters<typeof RetryRouter>[0],
  bug: PlantedBug | undefined,
): RetryRouter {
  if (bug === 'farthest tier instead of the nearest') return new FarthestRouter(options);
  if (bug !== 'no fence') return new RetryRouter(options);
  const fences = options.fences.map(() => new EpochFence());
  return new (class extends RetryRouter {
    override decide(stream: number, offset: number, record: RoutedRecord): RouteDecision {
      const decision = super.decide(stream, offset, { ...record, epoch: this.#asOurs(record) });
      return decision;
    }

    override seen(tier: number, offset: number, record: RoutedRecord): void {
      super.seen(tier, offset, { ...record, epoch: this.#asOurs(record) });
    }

    override finished(stream: number, offset: number, record: RoutedRecord): void {
      super.finished(stream, offset, { ...record, epoch: this.#asOurs(record) });
    }

    /** An older epoch looks like the present one. */
    #asOurs({ epoch }: RoutedRecord): number | undefined {
      return epoch !== undefined && epoch < this.epoch ? this.epoch : epoch;
    }
  })({ ...options, fences });
}

export function buggyRecord(record: RoutedRecord, bug: PlantedBug | undefined): RoutedRecord {
  if (bug === 'no recognition of copies') return { ...record, origin: undefined };
  if (bug !== 'copies recognised by key only' || record.scope === undefined) return record;
  return { ...record, origin: record.scope.charCodeAt(1), originAtMs: 0 };
}
