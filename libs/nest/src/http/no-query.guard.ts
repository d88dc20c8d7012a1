import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { z } from 'zod';
import { strictQuery } from './strict-query.pipe.js';

const noParameters = strictQuery(z.object({}));

/** For routes without query parameters: an ignored filter would give an answer to another question. */
@Injectable()
export class NoQueryGuard implements CanActivate {
  /** @throws SpillwayError `SPW-4010` any parameter at all */
  canActivate(context: ExecutionContext): boolean {
    noParameters.transform(context.switchToHttp().getRequest<{ readonly query: unknown }>().query);
    return true;
  }
}
