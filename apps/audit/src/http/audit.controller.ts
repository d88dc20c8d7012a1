import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { SpillwayError, ordersTopic } from '@spillway/events';
import { SPILLWAY_TRANSPORT, strictQuery } from '@spillway/nest';
import type { AuditStore, Transport } from '@spillway/streaming';
import type { z } from 'zod';
import { readLoggedPartitions } from '../sink/read-logged-partitions.js';
import { AUDITED_TOPICS, AUDIT_STORE } from '../tokens.js';
import { ApiQueryOf } from './api-query-of.decorator.js';
import { leaveSignal, type RawReply } from './leave-signal.js';
import { completenessQuerySchema, recordQuerySchema, type RecordQuery } from './record-query.js';
import { toCompletenessJson } from './to-completeness-json.js';
import { toRecordDetailJson, toRecordJson } from './to-record-json.js';
import { toStoreQuery } from './to-store-query.js';
import { toSummaryJson } from './to-summary-json.js';

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
  async events(@Query(strictQuery(recordQuerySchema)) query: RecordQuery, @Res({ passthrough: true }) reply: RawReply) {
    const { records, nextCursor } = await this.store.findRecords(toStoreQuery(query), leaveSignal(reply));
    return { records: records.map(toRecordJson), nextCursor };
  }

  @Get('events/:id')
  @ApiOperation({ summary: 'All records of one event id, oldest first, with headers and payload' })
  async event(@Param('id') id: string, @Res({ passthrough: true }) reply: RawReply) {
    if (id === '' || Buffer.byteLength(id) > 256) throw new SpillwayError('SPW-4015', 'An event id has 1 to 256 bytes');
    const records = await this.store.recordsOfEvent(id, leaveSignal(reply));
    if (records.length === 0) throw new SpillwayError('SPW-7007', 'No record of this event id is stored');
    return { id, records: records.map(toRecordDetailJson) };
  }

  @Get('completeness')
  @ApiOperation({ summary: 'What is stored against what is in the log, per partition' })
  @ApiQueryOf(completenessQuerySchema)
  async completeness(
    @Query(strictQuery(completenessQuerySchema)) { topic }: z.output<typeof completenessQuerySchema>,
    @Res({ passthrough: true }) reply: RawReply,
  ) {
    const topics = this.topics.filter((name) => topic === undefined || name === topic);
    if (topics.length === 0) throw new SpillwayError('SPW-4014', 'This topic is not audited');
    return toCompletenessJson(await this.coverage(topics, leaveSignal(reply)));
  }

  @Get('summary')
  @ApiOperation({ summary: 'Totals over everything stored' })
  async summary(@Res({ passthrough: true }) reply: RawReply) {
    const signal = leaveSignal(reply);
    const coverage = await this.coverage(this.topics, signal);
    return toSummaryJson(await this.store.totals(signal), coverage, mainTopics);
  }

  private async coverage(topics: readonly string[], signal: AbortSignal) {
    return this.store.coverage(await readLoggedPartitions(this.transport.admin(), topics), { signal });
  }
}
