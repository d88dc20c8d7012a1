import { ChdbConnection } from 'chdb/connection';

/**
 * A connection of the embedded engine that lets go of statements that failed: the engine keeps what one held in memory, which
 * is most for one that wanted too much, until the connection gets its next statement, whenever that is.
 */
export class EmbeddedConnection extends ChdbConnection {
  override query(...params: Parameters<ChdbConnection['query']>): ReturnType<ChdbConnection['query']> {
    return this.#orLetGo(super.query(...params));
  }

  override exec(...params: Parameters<ChdbConnection['exec']>): ReturnType<ChdbConnection['exec']> {
    return this.#orLetGo(super.exec(...params));
  }

  override command(...params: Parameters<ChdbConnection['command']>): ReturnType<ChdbConnection['command']> {
    return this.#orLetGo(super.command(...params));
  }

  override insert(...params: Parameters<ChdbConnection['insert']>): ReturnType<ChdbConnection['insert']> {
    return this.#orLetGo(super.insert(...params));
  }

  async #orLetGo<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      await super.ping({ select: true });
      throw error;
    }
  }
}
