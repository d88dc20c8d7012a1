import { SpillwayError } from '@spillway/events';
import type { Admin } from 'kafkajs';
import { toSpillwayError } from '../errors/to-spillway-error.js';

/** The part of kafkajs's admin that we use. */
export type AdminCalls = Pick<
  Admin,
  | 'connect'
  | 'disconnect'
  | 'describeCluster'
  | 'createTopics'
  | 'fetchTopicMetadata'
  | 'listTopics'
  | 'fetchTopicOffsets'
  | 'fetchTopicOffsetsByTimestamp'
  | 'fetchOffsets'
  | 'describeGroups'
  | 'describeConfigs'
  | 'createPartitions'
  | 'describeAcls'
  | 'createAcls'
>;

/** One connection and the calls that use it. */
interface Connection {
  readonly admin: Promise<AdminCalls>;
  calls: number;
  isDiscarded: boolean;
}

/**
 * One admin connection, made when first needed. After any error it is thrown away: kafkajs's admin keeps asking for
 * every topic it was ever asked about, so that one deleted topic makes all later calls fail. Calls that are under way on
 * it finish first.
 */
export class AdminClient {
  #current: Connection | undefined;
  #isClosed = false;

  constructor(private readonly create: () => AdminCalls) {}

  /**
   * @param tried what the call does, as the start of a sentence
   * @throws SpillwayError `SPW-1101`, `SPW-1102` or `SPW-1103`
   */
  async call<T>(tried: string, work: (admin: AdminCalls) => Promise<T>): Promise<T> {
    if (this.#isClosed) throw new SpillwayError('SPW-1101', `${tried} failed: the transport is closed`);
    const fresh = this.#current === undefined;
    this.#current ??= { admin: this.#connect(), calls: 0, isDiscarded: false };
    const used = this.#current;
    used.calls++;
    try {
      return await work(await used.admin);
    } catch (error) {
      this.#discard(used);
      // An old connection may have failed for what it carried along; a fresh one fails for this call's own reason.
      if (!fresh && !this.#isClosed) return await this.call(tried, work);
      throw toSpillwayError(error, tried);
    } finally {
      used.calls--;
      this.#endIfUnused(used);
    }
  }

  /** A call that is under way may connect anew after this, as kafkajs does: at its end its connection is ended again. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const current = this.#current;
    if (current === undefined) return;
    this.#discard(current);
    await (await current.admin.catch(() => undefined))?.disconnect().catch(() => undefined);
  }

  async #connect(): Promise<AdminCalls> {
    const admin = this.create();
    try {
      await admin.connect();
      return admin;
    } catch (error) {
      await admin.disconnect().catch(() => undefined);
      throw error;
    }
  }

  #discard(used: Connection): void {
    used.isDiscarded = true;
    if (this.#current === used) this.#current = undefined;
  }

  #endIfUnused({ admin, calls, isDiscarded }: Connection): void {
    if (isDiscarded && calls === 0) void admin.then((unused) => unused.disconnect()).catch(() => undefined);
  }
}
