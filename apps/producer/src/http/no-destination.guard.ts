import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { refuseChosenDestination } from './cloud-events/refuse-chosen-destination.js';

/** Refuses a destination among the query parameters by its own name. */
@Injectable()
export class NoDestinationGuard implements CanActivate {
  /** @throws SpillwayError `SPW-4054` topic or partition */
  canActivate(context: ExecutionContext): boolean {
    refuseChosenDestination(
      context.switchToHttp().getRequest<{ readonly query: Readonly<Record<string, unknown>> }>().query,
    );
    return true;
  }
}
