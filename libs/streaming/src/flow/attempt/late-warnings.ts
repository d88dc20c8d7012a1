import type { SpillwayError } from '@spillway/events';
import type { Clock } from '../../ports/clock.js';
import type { Logger } from '../../ports/logger.js';
import { describeError } from '../../errors/describe-error.js';
import { LogSampler } from '../../telemetry/log-sampler.js';

interface LateParts {
  readonly groupId: string;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly logger: Logger;
}

interface Place {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** Tells what handlers do when their delivery is done already: it changes nothing any more, and nobody else hears of it. */
export class LateWarnings {
  readonly #lines = new LogSampler();

  constructor(private readonly parts: LateParts) {}

  /** What its handler did for an event that its unit of work has done. */
  failed({ topic, partition, offset }: Place, handler: string, error: unknown): void {
    const { groupId, clock, logger } = this.parts;
    const line = this.#lines.take(`failed ${handler}`, clock.nowMs());
    if (line === undefined) return;
    const place = { topic, partition, offset: Number(offset) };
    const about = { groupId, handler, ...place, error: describeError(error), leftOut: line.leftOut };
    logger.warn(about, 'A handler failed after its unit of work had committed; its delivery is done');
  }

  /** An event that nobody would wait for. */
  refused({ topic, partition, offset }: Place, { code: errorCode }: SpillwayError): void {
    const { groupId, clock, logger } = this.parts;
    const line = this.#lines.take(`published ${topic}`, clock.nowMs());
    if (line === undefined) return;
    const about = { groupId, topic, partition, offset: Number(offset), errorCode, leftOut: line.leftOut };
    logger.warn(about, 'Something was published after its delivery had ended; it is refused');
  }
}
