import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { ADMIN_SOURCES, type AdminSources } from './admin-sources.js';
import { ApiProblems } from '../http/api-problems.decorator.js';
import { strictQuery } from '../http/strict-query.pipe.js';
import { waitingQuery } from './group-bodies.js';
import { waitingExample, waitingSchema } from './group-schemas.js';
import { waitingAnswer } from './waiting-answer.js';

const defaultLimit = 100;

/** What a group may still be given besides its topics, whichever instance is asked. */
@ApiTags('groups')
@Controller('groups/:group/waiting')
export class WaitingController {
  constructor(@Inject(ADMIN_SOURCES) private readonly sources: AdminSources) {}

  @Get()
  @ApiOperation({
    summary: 'Records in the retry topics that were not tried again yet, and all dead letters, with their bytes',
    description:
      'For checks of contracts: a new one has to read them. A page may be short and not be the last: only `nextCursor: null` ends the list.',
  })
  @ApiQuery({ name: 'limit', required: false, example: 100, description: '1 to 500.' })
  @ApiQuery({ name: 'cursor', required: false, description: '`nextCursor` of the page before.' })
  @ApiOkResponse({ schema: waitingSchema, example: waitingExample })
  @ApiProblems({
    400: 'The parameters are not what this route reads',
    404: 'No group of this name runs in this app',
    409: 'The group has no handlers of events',
    503: 'The log is not reachable',
  })
  async list(
    @Param('group') name: string,
    @Query(strictQuery(waitingQuery)) { limit = defaultLimit, cursor }: z.output<typeof waitingQuery>,
  ): Promise<{ records: readonly object[]; nextCursor: string | null }> {
    const page = await this.sources.groups().waiting(name).list({ limit, cursor });
    return { records: page.records.map(waitingAnswer), nextCursor: page.nextCursor };
  }
}
