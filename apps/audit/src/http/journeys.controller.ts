import { Controller, Get, Inject, Param, Res, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { SpillwayError } from '@spillway/events';
import { ApiProblems, NoQueryGuard } from '@spillway/nest';
import type { AuditStore } from '@spillway/streaming';
import type { CompleteUpTo } from '../complete-up-to/complete-up-to.js';
import { AUDIT_STORE, COMPLETE_UP_TO } from '../tokens.js';
import { withCompleteUpTo } from './with-complete-up-to.js';
import { leaveSignal, type RawReply } from './leave-signal.js';
import { journeySchema } from './open-api/journey-schemas.js';
import { requireId } from './query/require-id.js';
import { toJourneyJson } from './json/to-journey-json.js';

/** One event or correlation, followed through everything. */
@ApiTags('audit')
@Controller('audit/journeys')
export class JourneysController {
  constructor(
    @Inject(AUDIT_STORE) private readonly store: AuditStore,
    @Inject(COMPLETE_UP_TO) private readonly completeUpTo: CompleteUpTo,
  ) {}

  @Get(':id')
  @UseGuards(NoQueryGuard)
  @ApiOperation({ summary: 'All events and deliveries of one correlation, in time and as a tree, with their times' })
  @ApiParam({
    name: 'id',
    description: 'A correlation id, or the id of one of its events. Percent-encoded; 1 to 256 bytes.',
    example: '536365',
  })
  @ApiOkResponse({ description: 'The journey', schema: journeySchema })
  @ApiProblems({
    400: 'Not an id',
    404: 'No record with this correlation or event id is stored',
    414: 'Far too long for an id',
    503: 'The store is not reachable, or the question took too long',
  })
  async journey(@Param('id') id: string, @Res({ passthrough: true }) reply: RawReply) {
    const asked = requireId(id);
    const signal = leaveSignal(reply);
    return withCompleteUpTo(this.completeUpTo, async () => {
      const journey = await this.store.journey(asked, signal);
      if (journey === undefined)
        throw new SpillwayError('SPW-7007', 'No record of this correlation or event id is stored');
      return { id, ...toJourneyJson(journey) };
    });
  }
}
