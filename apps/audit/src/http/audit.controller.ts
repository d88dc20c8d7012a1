import { Controller, Get, Inject, Param, Query, Res, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { SpillwayError, attributeProblem, ordersTopic } from '@spillway/events';
import { ApiProblems, NoQueryGuard, SPILLWAY_TRANSPORT, strictQuery } from '@spillway/nest';
import type { AuditStore, Transport } from '@spillway/streaming';
import type { z } from 'zod';
import { readLoggedPartitions } from '../sink/read-logged-partitions.js';
import { AUDITED_TOPICS, AUDIT_STORE } from '../tokens.js';
import { ApiQueryOf } from './api-query-of.decorator.js';
import { leaveSignal, type RawReply } from './leave-signal.js';
import { completenessSchema, eventRecordsSchema, recordPageSchema, summarySchema } from './open-api/schemas.js';
import { completenessQuerySchema, recordQuerySchema, type RecordQuery } from './record-query.js';
import { toCompletenessJson } from './to-completeness-json.js';
import { toRecordDetailJson, toRecordJson } from './to-record-json.js';
import { toStoreQuery } from './to-store-query.js';
import { toSummaryJson } from './to-summary-json.js';

const unavailable = { 503: 'The store or the log is not reachable, or the question took too long' };

const mainTopics = [ordersTopic];

/** What happened, asked of the store. */
@ApiTags('audit')
@Controller('audit')
export class AuditController {
  constructor(
    @Inject(AUDIT_STORE) private readonly store: AuditStore,
    @Inject(SPILLWAY_TRANSPORT) private readonly transport: Transport,
    @Inject(AUDITED_TOPICS) private readonly topics: readonly string[],
  ) {}

  @Get('events')
  @ApiOperation({ summary: 'Records of all audited topics, newest first, page by page' })
  @ApiQueryOf(recordQuerySchema)
  @ApiOkResponse({ description: 'One page', schema: recordPageSchema })
  @ApiProblems({ 400: 'A parameter or the cursor is not valid', ...unavailable })
  async events(@Query(strictQuery(recordQuerySchema)) query: RecordQuery, @Res({ passthrough: true }) reply: RawReply) {
    const { records, nextCursor } = await this.store.findRecords(toStoreQuery(query), leaveSignal(reply));
    return { records: records.map(toRecordJson), nextCursor };
  }

  @Get('events/:id')
  @UseGuards(NoQueryGuard)
  @ApiOperation({ summary: 'Records of one event id, oldest first, with headers and payload; the first 1,000' })
  @ApiParam({ name: 'id', description: 'Percent-encoded; 1 to 256 bytes without control characters.' })
  @ApiOkResponse({ description: 'Its records', schema: eventRecordsSchema })
  @ApiProblems({
    400: 'Not an event id',
    404: 'No record of this id is stored',
    414: 'Far too long for an id',
    ...unavailable,
  })
  async event(@Param('id') id: string, @Res({ passthrough: true }) reply: RawReply) {
    if (attributeProblem(id) !== undefined) {
      throw new SpillwayError('SPW-4015', 'An event id has 1 to 256 bytes and no control characters');
    }
    const records = await this.store.recordsOfEvent(id, leaveSignal(reply));
    if (records.length === 0) throw new SpillwayError('SPW-7007', 'No record of this event id is stored');
    return { id, records: records.map(toRecordDetailJson) };
  }

  @Get('completeness')
  @ApiOperation({ summary: 'What is stored against what is in the log, per partition' })
  @ApiQueryOf(completenessQuerySchema)
  @ApiOkResponse({ description: 'As of now', schema: completenessSchema })
  @ApiProblems({ 400: 'A parameter is not valid', 404: 'This topic is not audited', ...unavailable })
  async completeness(
    @Query(strictQuery(completenessQuerySchema)) { topic }: z.output<typeof completenessQuerySchema>,
    @Res({ passthrough: true }) reply: RawReply,
  ) {
    const topics = this.topics.filter((name) => topic === undefined || name === topic);
    if (topics.length === 0) throw new SpillwayError('SPW-4014', 'This topic is not audited');
    return toCompletenessJson(await this.coverage(topics, leaveSignal(reply)));
  }

  @Get('summary')
  @UseGuards(NoQueryGuard)
  @ApiOperation({ summary: 'Totals over everything stored' })
  @ApiOkResponse({ description: 'As of now', schema: summarySchema })
  @ApiProblems({ 400: 'The route has no parameters', ...unavailable })
  async summary(@Res({ passthrough: true }) reply: RawReply) {
    const signal = leaveSignal(reply);
    const coverage = await this.coverage(this.topics, signal);
    return toSummaryJson(await this.store.totals(signal), coverage, mainTopics);
  }

  private async coverage(topics: readonly string[], signal: AbortSignal) {
    return this.store.coverage(await readLoggedPartitions(this.transport.admin(), topics), { signal });
  }
}
