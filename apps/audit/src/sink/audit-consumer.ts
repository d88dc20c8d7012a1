import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { isSpillwayError, knownEvents } from '@spillway/events';
import { ConsumerRegistry, SPILLWAY_CLOCK, SPILLWAY_TRANSPORT } from '@spillway/nest';
import {
  RecordConsumer,
  partitionKey,
  type AuditStore,
  type Clock,
  type EventCodec,
  type Logger,
  type Metrics,
  type Transport,
} from '@spillway/streaming';
import { AUDIT_PARTS } from '../tokens.js';
import { auditGroup } from '../log/audit-group.js';
import { AuditIntake, type AuditIntakeParts } from './audit-intake.js';
import type { IntakeLimits } from './intake-limits.js';
import type { IntakeProgress } from './intake-progress.js';
import { RefusedLetters } from './refused-letters.js';

interface ConsumerParts {
  readonly store: AuditStore;
  readonly progress: IntakeProgress;
  readonly topics: readonly string[];
  readonly limits: IntakeLimits;
  readonly codec: EventCodec;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** The member of group `audit`: every record of the audited topics into the store. */
@Injectable()
export class AuditConsumer implements OnModuleInit {
  #consumer: RecordConsumer | undefined;

  constructor(
    @Inject(AUDIT_PARTS) private readonly parts: ConsumerParts,
    @Inject(SPILLWAY_TRANSPORT) private readonly transport: Transport,
    @Inject(SPILLWAY_CLOCK) private readonly clock: Clock,
    @Inject(ConsumerRegistry) private readonly consumers: ConsumerRegistry,
  ) {}

  /** @throws SpillwayError `SPW-1103` a topic is missing · `SPW-3005` a contract is not registered */
  async onModuleInit(): Promise<void> {
    const { transport, clock } = this;
    const { store, progress, topics, limits, codec, logger, metrics } = this.parts;
    await Promise.all(topics.map((topic) => transport.admin().ranges(topic)));
    await this.checkContracts();
    const letters = new RefusedLetters({ sink: transport.sink(), groupId: auditGroup, clock, logger, metrics });
    const keepRefused: AuditIntakeParts['keepRefused'] = (refused) => letters.keep(refused);
    const intake = new AuditIntake({ transport, codec, store, progress, keepRefused, insertBytes: limits.insertBytes });
    const consumer = new RecordConsumer({
      transport,
      groupId: auditGroup,
      topics,
      startFrom: 'beginning',
      process: (round, signal) => intake.process(round, signal),
      onAssigned: () => intake.refuseOtherMembers(),
      startPositions: (partitions) => intake.startPositions(partitions),
      limits: limits.consumer,
      clock,
      logger,
      metrics,
    });
    this.#consumer = consumer;
    this.consumers.add(auditGroup, consumer);
  }

  /** The store was away, perhaps while nothing was to be stored: it may have come back with less than it had. */
  storeIsBack(): void {
    this.#consumer?.askStartsAgain();
  }

  /** Keys of the partitions that this process has of the group, see partitionKey. */
  held(): ReadonlySet<string> {
    return new Set(this.#consumer?.status().partitions.map(partitionKey));
  }

  /** A registry that is down does not keep the stored events from being asked for: what cannot be decoded waits. */
  private async checkContracts(): Promise<void> {
    try {
      await this.parts.codec.warmUp(knownEvents);
    } catch (error) {
      if (!isSpillwayError(error) || !error.retryable) throw error;
      this.parts.logger.warn({ errorCode: error.code }, 'The schema registry does not answer; new events wait for it');
    }
  }
}
