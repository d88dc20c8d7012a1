import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { SpillwayError } from '@spillway/events';
import { ApiProblems, SPILLWAY_CODEC, strictQuery } from '@spillway/nest';
import type { AuditStore, EventCodec } from '@spillway/streaming';
import type { z } from 'zod';
import type { CompleteUpTo } from '../complete-up-to/complete-up-to.js';
import { AUDIT_STORE, COMPLETE_UP_TO } from '../tokens.js';
import { withCompleteUpTo } from './with-complete-up-to.js';
import { ApiQueryOf } from './query/api-query-of.decorator.js';
import { leaveSignal, type RawBytesReply, type RawReply } from './leave-signal.js';
import { eventRecordsSchema } from './open-api/schemas.js';
import { rawHeaders } from './json/raw-headers.js';
import { rawRecord } from './json/raw-record.js';
import { readPayload } from './read-payload.js';
import { eventQuerySchema, rawQuerySchema } from './query/record-query.js';
import { requireId } from './query/require-id.js';
import { toDeliveryJson } from './json/to-delivery-json.js';
import { toRecordDetailJson } from './json/to-record-json.js';

const unavailable = { 503: 'The store or the registry is not reachable, or the question took too long' };

const eventIdParameter = { name: 'id', description: 'Percent-encoded; 1 to 256 bytes without control characters.' };

/** One event, by its id. */
@ApiTags('audit')
@Controller('audit/events')
export class EventController {
  constructor(
    @Inject(AUDIT_STORE) private readonly store: AuditStore,
    @Inject(SPILLWAY_CODEC) private readonly codec: EventCodec,
    @Inject(COMPLETE_UP_TO) private readonly completeUpTo: CompleteUpTo,
  ) {}

  @Get(':id')
  @ApiOperation({ summary: 'Records of one event id, oldest first, with headers and payload; the first 1,000' })
  @ApiParam(eventIdParameter)
  @ApiQueryOf(eventQuerySchema)
  @ApiOkResponse({ description: 'Its records', schema: eventRecordsSchema })
  @ApiProblems({
    400: 'Not an event id, or a parameter is not valid',
    404: 'No record of this id is stored',
    414: 'Far too long for an id',
    ...unavailable,
  })
  async event(
    @Param('id') id: string,
    @Query(strictQuery(eventQuerySchema)) query: z.output<typeof eventQuerySchema>,
    @Res({ passthrough: true }) reply: RawReply,
  ) {
    const eventId = requireId(id);
    const signal = leaveSignal(reply);
    return withCompleteUpTo(this.completeUpTo, async () => {
      const stored = await this.recordsOf(eventId, query, signal);
      const { as } = query;
      const records =
        as === 'stored' ? stored : await Promise.all(stored.map((record) => readPayload(this.codec, record, as)));
      const deliveries = await this.store.deliveriesOf(records, signal);
      return { id, records: records.map(toRecordDetailJson), deliveries: deliveries.map(toDeliveryJson) };
    });
  }

  @Get(':id/raw')
  @ApiOperation({ summary: 'The original bytes of one record of an event; of several that fit, of the oldest' })
  @ApiParam(eventIdParameter)
  @ApiQueryOf(rawQuerySchema)
  @ApiOkResponse({
    description:
      'The value as it lies in the log, frame and all; headers say where that is, and up to when everything is known',
    content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
  })
  @ApiResponse({ status: 204, description: 'A tombstone: the record has no value' })
  @ApiProblems({ 400: 'Not an event id, or a parameter is not valid', 404: 'No such record is stored', ...unavailable })
  async raw(
    @Param('id') id: string,
    @Query(strictQuery(rawQuerySchema)) choice: z.output<typeof rawQuerySchema>,
    @Res({ passthrough: true }) reply: RawBytesReply,
  ): Promise<Buffer | undefined> {
    // Read first: it must not promise what comes while the record is looked for.
    const upTo = await this.completeUpTo.now();
    const record = rawRecord(await this.recordsOf(requireId(id), choice, leaveSignal(reply)), choice);
    if (record === undefined) throw new SpillwayError('SPW-7007', 'No such record of this event is stored');
    for (const [name, value] of Object.entries(rawHeaders(record, upTo))) reply.header(name, value);
    if (record.value === null) reply.status(204);
    return record.value ?? undefined;
  }

  /** @throws SpillwayError `SPW-7007` no event has this id */
  private async recordsOf(eventId: string, { source }: { readonly source?: string | undefined }, signal: AbortSignal) {
    const records = await this.store.recordsOfEvent(eventId, signal);
    const own = records.filter((record) => source === undefined || record.source === source);
    if (own.length === 0) throw new SpillwayError('SPW-7007', 'No record of this event id is stored');
    return own;
  }
}
