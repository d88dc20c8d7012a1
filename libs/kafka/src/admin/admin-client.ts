import type { Admin } from 'kafkajs';
import { toSpillwayError } from '../errors/to-spillway-error.js';

/** The part of kafkajs's admin that we use. */
export type AdminCalls = Pick<
  Admin,
  | 'connect'
  | 'disconnect'
  | 'createTopics'
  | 'fetchTopicMetadata'
  | 'listTopics'
  | 'fetchTopicOffsets'
  | 'fetchOffsets'
  | 'describeGroups'
>;

/**
 * One admin connection, made when first needed. After any error it is thrown away: kafkajs's admin keeps asking for
 * every topic it was ever asked about, so that one deleted topic makes all later calls fail.
 */
export class AdminClient {
  #current: Promise<AdminCalls> | undefined;

  constructor(private readonly create: () => AdminCalls) {}

  /**
   * @param tried what the call does, as the start of a sentence
   * @throws SpillwayError `SPW-1101`, `SPW-1102` or `SPW-1103`
   */
  async call<T>(tried: string, work: (admin: AdminCalls) => Promise<T>): Promise<T> {
    const fresh = this.#current === undefined;
    this.#current ??= this.#connect();
    const used = this.#current;
    try {
      return await work(await used);
    } catch (error) {
      this.#discard(used);
      // An old connection may have failed for what it carried along; a fresh one fails for this call's own reason.
      if (!fresh) return this.call(tried, work);
      throw toSpillwayError(error, tried);
    }
  }

  async close(): Promise<void> {
    const current = this.#current;
    this.#current = undefined;
    await (await current?.catch(() => undefined))?.disconnect().catch(() => undefined);
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

  #discard(used: Promise<AdminCalls>): void {
    if (this.#current === used) this.#current = undefined;
    void used.then((admin) => admin.disconnect()).catch(() => undefined);
  }
}
