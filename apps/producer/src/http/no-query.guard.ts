import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { strictQuery } from '@spillway/nest';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { checkDestination } from './cloud-events/check-destination.js';

const noParameters = strictQuery(z.object({}));

/** For routes without query parameters; a destination among them is refused by its own name. */
@Injectable()
export class NoQueryGuard implements CanActivate {
  /** @throws SpillwayError `SPW-4054` topic or partition · `SPW-4010` anything else */
  canActivate(context: ExecutionContext): boolean {
    const { query } = context.switchToHttp().getRequest<FastifyRequest>();
    checkDestination(query as Readonly<Record<string, unknown>>);
    noParameters.transform(query);
    return true;
  }
}
