import kafkajs, { type ISocketFactory } from 'kafkajs';
import { isUntrustedCertificate } from '../errors/untrusted-certificate.js';

const { KafkaJSNonRetriableError } = kafkajs;

/**
 * Ends connecting once every broker named has shown a certificate that is not trusted. kafkajs takes that for a
 * connection that may succeed later, and goes on for minutes until a start is refused for taking too long.
 */
export class CertificateGuard {
  #refusedInARow = 0;
  #last: NodeJS.ErrnoException | undefined;

  constructor(private readonly brokers: readonly string[]) {}

  watch(createSocket: ISocketFactory): ISocketFactory {
    return (options) => {
      const socket = createSocket(options);
      socket.once('secureConnect', () => (this.#refusedInARow = 0));
      socket.once('error', (error: NodeJS.ErrnoException) => {
        if (!isUntrustedCertificate(error.code)) return;
        this.#refusedInARow++;
        this.#last = error;
      });
      return socket;
    };
  }

  /** The brokers to try next; a list that cannot be read, with the reason, is the answer after which kafkajs stops. */
  next(): string[] {
    if (this.#last === undefined || this.#refusedInARow < this.brokers.length) return [...this.brokers];
    const { message, code } = this.#last;
    this.#refusedInARow = 0;
    return Object.defineProperty([''], 0, {
      get: () => {
        throw Object.assign(new KafkaJSNonRetriableError(message), { code });
      },
    });
  }
}
