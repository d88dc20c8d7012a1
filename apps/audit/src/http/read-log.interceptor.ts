import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { SPILLWAY_CLOCK, SPILLWAY_LOGGER } from '@spillway/nest';
import type { Clock, Logger } from '@spillway/streaming';
import { tap, type Observable } from 'rxjs';

/** The part of a request that says which it is. */
interface AskedRequest {
  readonly method: string;
  readonly ip: string;
  readonly routeOptions: { readonly url?: string };
}

const readingRoute = /^\/(?:audit|analytics)(?:\/|$)/;

/**
 * Logs each answer out of the store: reading the audit data is audited too. What was asked for is left out, as ids and filters may
 * name people; so is a question that failed.
 */
@Injectable()
export class ReadLog implements NestInterceptor {
  constructor(
    @Inject(SPILLWAY_LOGGER) private readonly logger: Logger,
    @Inject(SPILLWAY_CLOCK) private readonly clock: Clock,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { method, ip, routeOptions } = context.switchToHttp().getRequest<AskedRequest>();
    const route = routeOptions.url ?? '';
    if (!readingRoute.test(route)) return next.handle();
    const startMs = this.clock.steadyMs();
    return next.handle().pipe(
      tap((answer) => {
        const tookMs = Math.round(this.clock.steadyMs() - startMs);
        this.logger.info({ method, route, clientAddress: ip, rows: rowsOf(answer), tookMs }, 'Audit data was read');
      }),
    );
  }
}

/** Of an export what it says; of other answers the length of their longest list. */
function rowsOf(answer: unknown): number {
  if (answer === undefined || answer === null || Buffer.isBuffer(answer)) return 1;
  const { rows, ...members } = answer as Readonly<Record<string, unknown>>;
  if (typeof rows === 'number') return rows;
  return Math.max(0, ...[rows, ...Object.values(members)].map((member) => (Array.isArray(member) ? member.length : 0)));
}
