import type { LoggerService } from '@nestjs/common';
import type { Logger } from '@spillway/streaming';

/** Nest's own messages in our log: its start-up chatter as debug, warnings and errors as such. */
export function nestLogger(logger: Logger): LoggerService {
  const fields = (rest: readonly unknown[]) => {
    const context = rest.at(-1);
    return typeof context === 'string' ? { context } : {};
  };
  return {
    log: (message: unknown, ...rest: unknown[]) => logger.debug(fields(rest), String(message)),
    debug: (message: unknown, ...rest: unknown[]) => logger.debug(fields(rest), String(message)),
    verbose: (message: unknown, ...rest: unknown[]) => logger.debug(fields(rest), String(message)),
    warn: (message: unknown, ...rest: unknown[]) => logger.warn(fields(rest), String(message)),
    error: (message: unknown, ...rest: unknown[]) =>
      message instanceof Error
        ? logger.error({ ...fields(rest), err: message }, message.message)
        : logger.error(fields(rest), String(message)),
  };
}
