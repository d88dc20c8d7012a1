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
 * name people; so is a question that failed. Of an export it says whether it was `whole`: of one that broke off up to as many rows
 * were given out. Who asks for the head of an answer gets none.
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
        const given = method === 'HEAD' ? { rows: 0 } : givenOut(answer);
        this.logger.info({ method, route, clientAddress: ip, ...given, tookMs }, 'Audit data was read');
      }),
    );
  }
}

interface GivenOut {
  readonly rows: number;
  readonly whole?: boolean;
}

/** Of an export what it says; of other answers the length of their longest list. */
function givenOut(answer: unknown): GivenOut {
  if (answer === undefined || answer === null || Buffer.isBuffer(answer)) return { rows: 1 };
  const { rows, whole, ...members } = answer as Readonly<Record<string, unknown>>;
  if (typeof rows === 'number') return { rows, whole: whole === true };
  const lists = [rows, ...Object.values(members)];
  return { rows: Math.max(0, ...lists.map((member) => (Array.isArray(member) ? member.length : 0))) };
}
