import { SpillwayError } from '@spillway/events';
import {
  GroupConsumer,
  noMetrics,
  silentLogger,
  type Clock,
  type EventCodec,
  type HandlerBinding,
  type Logger,
  type MemoryLog,
  type StateStore,
  memoryTransport,
} from '@spillway/streaming';
import { cuttableTransport } from '../faults/cuttable-transport.js';
import type { FaultInjector } from '../faults/fault-injector.js';
import { faultyCodec } from '../faults/faulty-codec.js';
import { faultyStateStore } from '../faults/faulty-state-store.js';
import { faultyTransport } from '../faults/faulty-transport.js';
import { killableTransport } from '../faults/killable-transport.js';
import { abortingStateStore } from '../faults/aborting-state-store.js';
import type { HistoryRecorder } from '../history/history-recorder.js';
import { recordedBinding } from '../history/recorded-binding.js';
import type { RunJournal } from './run-journal.js';
import type { TestGroupOptions } from './test-group-options.js';
import { memberWatcher } from './member-watcher.js';

/** What the processes of a run share. */
export interface SharedParts {
  readonly options: TestGroupOptions;
  readonly handlers: readonly HandlerBinding[];
  readonly log: MemoryLog;
  readonly clock: Clock;
  readonly codec: EventCodec;
  readonly state: StateStore | undefined;
  readonly faults: FaultInjector;
  readonly recorder: HistoryRecorder;
  readonly journal: RunJournal;
}

/** One process of a group under test: a real engine on connections that can be hurt. */
export class GroupMemberProcess {
  readonly consumer: GroupConsumer;
  readonly #kill: () => Promise<void>;
  readonly #cutOff: () => Promise<void>;
  readonly #reconnect: () => void;
  readonly #died = Promise.withResolvers<never>();
  #isDead = false;
  #isCutOff = false;

  constructor(
    readonly name: string,
    { options, handlers, log, clock, codec, state, faults, recorder, journal }: SharedParts,
  ) {
    // Whether or not there is a transaction that hears of it.
    this.#died.promise.catch(() => undefined);
    const below = recorder.below(memoryTransport({ log, clock }), name);
    const cuttable = cuttableTransport(faultyTransport(below, faults));
    const killable = killableTransport(cuttable);
    const { group, wrap = {}, limits, handlerTimeoutMs, settleGraceMs, appVersion } = options;
    const alive = (): boolean => !this.#isDead;
    const watcher = memberWatcher(name, { faults, recorder, journal, isAlive: alive });
    const ownState =
      state === undefined ? undefined : faultyStateStore(abortingStateStore(state, this.#died.promise), faults);
    const ownCodec = faultyCodec(codec, faults);
    this.#kill = () => killable.kill();
    this.#cutOff = () => cuttable.cutOff();
    this.#reconnect = () => cuttable.reconnect();
    this.consumer = new GroupConsumer({
      group,
      handlers: handlers.map((binding) => recordedBinding(binding, watcher)),
      transport: recorder.above(wrap.transport?.(killable) ?? killable, name),
      codec: wrap.codec?.(ownCodec) ?? ownCodec,
      state: ownState && (wrap.state?.(ownState) ?? ownState),
      limits: { lagIntervalMs: 60_000, ...limits },
      handlerTimeoutMs,
      settleGraceMs,
      appVersion,
      clock,
      logger: journalLogger(name, journal, alive),
      metrics: noMetrics,
    });
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** The coordinator has given its partitions to others, and it does not know. */
  get isCutOff(): boolean {
    return this.#isCutOff;
  }

  /** In order; what does not end in time ends with the process. */
  async stop(): Promise<void> {
    await this.consumer.stop();
    await this.kill();
  }

  /** No last words: nothing gets in or out any more. */
  async kill(): Promise<void> {
    this.#isDead = true;
    this.#died.reject(new SpillwayError('SPW-6001', 'This process has ended'));
    await this.#kill();
  }

  async cutOff(): Promise<void> {
    this.#isCutOff = true;
    await this.#cutOff();
  }

  reconnect(): void {
    this.#isCutOff = false;
    this.#reconnect();
  }
}

/** What the engine has to say belongs to the story. */
function journalLogger(member: string, journal: RunJournal, isAlive: () => boolean): Logger {
  const note = (level: string, fields: object, message: string): void => {
    if (!isAlive()) return;
    const { error, reason } = fields as { readonly error?: unknown; readonly reason?: unknown };
    const why = error ?? reason;
    journal.note(`${member} ${level}: ${message}${why === undefined ? '' : `: ${String(why)}`}`);
  };
  return {
    ...silentLogger,
    info: (fields, message) => note('says', fields, message),
    warn: (fields, message) => note('warns', fields, message),
    error: (fields, message) => note('reports', fields, message),
  };
}
