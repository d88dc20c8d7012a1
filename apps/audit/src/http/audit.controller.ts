import { Controller, Get, Inject, Query, Res, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { SpillwayError, retailTopics } from '@spillway/events';
import { ApiProblems, NoQueryGuard, SPILLWAY_TRANSPORT, strictQuery } from '@spillway/nest';
import type { AuditStore, Transport } from '@spillway/streaming';
import type { z } from 'zod';
import type { CompleteUpTo } from '../complete-up-to/complete-up-to.js';
import { readCommittedLog } from '../log/read-committed-log.js';
import { withinTimes } from '../log/within-times.js';
import { AUDITED_TOPICS, AUDIT_STORE, COMPLETE_UP_TO } from '../tokens.js';
import { withCompleteUpTo } from './with-complete-up-to.js';
import { ApiQueryOf } from './query/api-query-of.decorator.js';
import { leaveSignal, type RawReply } from './leave-signal.js';
import { completenessSchema, recordPageSchema, summarySchema } from './open-api/schemas.js';
import { completenessQuerySchema, recordQuerySchema, type RecordQuery } from './query/record-query.js';
import { listedRange } from './query/listed-range.js';
import { toCompletenessJson } from './json/to-completeness-json.js';
import { toRecordJson } from './json/to-record-json.js';
import { toRecordStoreQuery } from './query/to-record-store-query.js';
import { toSummaryJson } from './json/to-summary-json.js';

const unavailable = { 503: 'The store or the log is not reachable, or the question took too long' };

const mainTopics = retailTopics.map(({ name }) => name);

/** What happened, asked of the store. */
@ApiTags('audit')
@Controller('audit')
export class AuditController {
  constructor(
    @Inject(AUDIT_STORE) private readonly store: AuditStore,
    @Inject(SPILLWAY_TRANSPORT) private readonly transport: Transport,
    @Inject(AUDITED_TOPICS) private readonly topics: readonly string[],
    @Inject(COMPLETE_UP_TO) private readonly completeUpTo: CompleteUpTo,
  ) {}

  @Get('events')
  @ApiOperation({ summary: 'Records of all audited topics, newest first, page by page' })
  @ApiQueryOf(recordQuerySchema)
  @ApiOkResponse({ description: 'One page', schema: recordPageSchema })
  @ApiProblems({ 400: 'A parameter or the cursor is not valid', ...unavailable })
  async events(@Query(strictQuery(recordQuerySchema)) query: RecordQuery, @Res({ passthrough: true }) reply: RawReply) {
    const signal = leaveSignal(reply);
    const asked = toRecordStoreQuery(query);
    return withCompleteUpTo(this.completeUpTo, async () => {
      const { records, nextCursor } = await this.store.findRecords(asked, signal);
      return { records: records.map(toRecordJson), nextCursor };
    });
  }

  @Get('completeness')
  @ApiOperation({ summary: 'What is stored against what is in the log, per partition' })
  @ApiQueryOf(completenessQuerySchema)
  @ApiOkResponse({ description: 'As of now', schema: completenessSchema })
  @ApiProblems({ 400: 'A parameter is not valid', 404: 'This topic is not audited', ...unavailable })
  async completeness(
    @Query(strictQuery(completenessQuerySchema)) { topic, ...times }: z.output<typeof completenessQuerySchema>,
    @Res({ passthrough: true }) reply: RawReply,
  ) {
    const topics = this.topics.filter((name) => topic === undefined || name === topic);
    if (topics.length === 0) throw new SpillwayError('SPW-4014', 'This topic is not audited');
    const signal = leaveSignal(reply);
    const range = listedRange(times);
    // Compared now, partition by partition: what other answers say may be a second older.
    return toCompletenessJson(await this.coverage(topics, signal, range));
  }

  @Get('summary')
  @UseGuards(NoQueryGuard)
  @ApiOperation({ summary: 'Totals over everything stored' })
  @ApiOkResponse({ description: 'As of now', schema: summarySchema })
  @ApiProblems({ 400: 'The route has no parameters', ...unavailable })
  async summary(@Res({ passthrough: true }) reply: RawReply) {
    const signal = leaveSignal(reply);
    return withCompleteUpTo(this.completeUpTo, async () => {
      const coverage = await this.coverage(this.topics, signal);
      return toSummaryJson(await this.store.totals(signal), coverage, mainTopics);
    });
  }

  private async coverage(
    topics: readonly string[],
    signal: AbortSignal,
    times: Parameters<typeof withinTimes>[2] = {},
  ) {
    const admin = this.transport.admin();
    const log = await withinTimes(admin, await readCommittedLog(admin, topics), times);
    return this.store.coverage(log, { signal });
  }
}
