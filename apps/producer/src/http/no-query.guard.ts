import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { strictQuery } from '@spillway/nest';
import { z } from 'zod';
import { checkDestination } from './cloud-events/check-destination.js';

const noParameters = strictQuery(z.object({}));

/** For routes without query parameters; a destination among them is refused by its own name. */
@Injectable()
export class NoQueryGuard implements CanActivate {
  /** @throws SpillwayError `SPW-4054` topic or partition · `SPW-4010` anything else */
  canActivate(context: ExecutionContext): boolean {
    const { query } = context.switchToHttp().getRequest<{ readonly query: Readonly<Record<string, unknown>> }>();
    checkDestination(query);
    noParameters.transform(query);
    return true;
  }
}
