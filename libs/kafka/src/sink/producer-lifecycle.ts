import type { Logger } from '@spillway/streaming';
import type { Producer } from 'kafkajs';

/** The part of a kafkajs producer that the sink uses; a scripted one stands in for it in specs. */
export type ProducerClient = Pick<Producer, 'connect' | 'disconnect' | 'send'>;

interface Life {
  readonly producer: ProducerClient;
  sending: number;
  retired: boolean;
}

/**
 * The one producer that all lanes share, and its replacement. After a rejected send its sequence numbers may no longer
 * agree with the broker's, and a later batch could be taken for a copy of the lost one: so it is retired, and the next
 * send gets a new producer with a new producer id. A retired one ends with its last send.
 */
export class ProducerLifecycle {
  #current: Promise<Life> | undefined;
  readonly #ending = new Set<Promise<void>>();

  constructor(
    private readonly create: () => ProducerClient,
    private readonly logger: Logger,
  ) {}

  /**
   * Runs one send on the current producer.
   *
   * @throws what `send` throws, after retiring the producer; or what connecting threw, when `connectFailed` says so
   */
  async use<T>(send: (producer: ProducerClient) => Promise<T>, connectFailed: (error: unknown) => Error): Promise<T> {
    const life = await this.#connected().catch((error: unknown) => {
      throw connectFailed(error);
    });
    life.sending++;
    try {
      return await send(life.producer);
    } catch (error) {
      this.#retire(life);
      throw error;
    } finally {
      life.sending--;
      if (life.retired && life.sending === 0) this.#end(life);
    }
  }

  async close(): Promise<void> {
    const current = this.#current;
    this.#current = undefined;
    const life = await current?.catch(() => undefined);
    if (life !== undefined && !life.retired) this.#end(life);
    await Promise.all(this.#ending);
  }

  #connected(): Promise<Life> {
    this.#current ??= this.#connect();
    return this.#current;
  }

  async #connect(): Promise<Life> {
    const producer = this.create();
    try {
      await producer.connect();
      return { producer, sending: 0, retired: false };
    } catch (error) {
      this.#current = undefined;
      this.#disconnect(producer);
      throw error;
    }
  }

  #retire(life: Life): void {
    if (life.retired) return;
    life.retired = true;
    this.#current = undefined;
  }

  #end(life: Life): void {
    this.#disconnect(life.producer);
  }

  #disconnect(producer: ProducerClient): void {
    const ending: Promise<void> = producer
      .disconnect()
      .catch((error: unknown) =>
        this.logger.debug({ error: String(error) }, 'A retired producer did not disconnect cleanly'),
      )
      .finally(() => this.#ending.delete(ending));
    this.#ending.add(ending);
  }
}
