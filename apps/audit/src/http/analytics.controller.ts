import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res, UseGuards } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { SpillwayError } from '@spillway/events';
import { ApiProblems, NoQueryGuard, SPILLWAY_CLOCK, strictBody, strictQuery } from '@spillway/nest';
import {
  analyticsSubjects,
  type AnalyticsQuestion,
  type AnalyticsSpan,
  type AnalyticsTime,
  type AuditStore,
  type Clock,
} from '@spillway/streaming';
import { analyticsBodySchema, boardQuerySchema, sharesOfHandlers, type BoardQuery } from './query/analytics-input.js';
import { boardNames, boards, type Board, type BoardName } from '../analytics/boards.js';
import { boardRange, rangeDefaults, type AskedRange, type BoardRange } from '../analytics/board-range.js';
import { toAnalyticsJson } from './json/to-analytics-json.js';
import type { CompleteUpTo } from '../complete-up-to/complete-up-to.js';
import { AUDIT_STORE, COMPLETE_UP_TO } from '../tokens.js';
import { ApiQueryOf } from './query/api-query-of.decorator.js';
import { leaveSignal, type RawReply } from './leave-signal.js';
import { withCompleteUpTo } from './with-complete-up-to.js';
import * as openApi from './open-api/analytics-schemas.js';

const unavailable = { 503: 'The store is not reachable, or the question took too long' };
const defaultLimit = { series: 5_000, list: 20 } as const;

/** Figures over what is stored: ready boards, and questions from an allow-list. */
@ApiTags('analytics')
@Controller('analytics')
export class AnalyticsController {
  constructor(
    @Inject(AUDIT_STORE) private readonly store: AuditStore,
    @Inject(COMPLETE_UP_TO) private readonly completeUpTo: CompleteUpTo,
    @Inject(SPILLWAY_CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @UseGuards(NoQueryGuard)
  @ApiOperation({ summary: 'The boards there are, and which hours hold anything' })
  @ApiOkResponse({ schema: openApi.boardListSchema, example: openApi.boardListExample })
  @ApiProblems({ 400: 'The route has no parameters', ...unavailable })
  async list(@Res({ passthrough: true }) reply: RawReply) {
    const signal = leaveSignal(reply);
    const spanOf = async (time: AnalyticsTime) => toSpanJson(await this.store.boards.span(time, signal));
    const described = boardNames.map((name) => {
      const { title, description, shape, lines, groupBy, measures, subject } = boards[name];
      const { time } = analyticsSubjects[subject];
      return { name, title, description, time, shape, lines, groupBy, measures };
    });
    return withCompleteUpTo(this.completeUpTo, async () => ({
      spans: { record: await spanOf('record'), event: await spanOf('event'), delivery: await spanOf('delivery') },
      boards: described,
    }));
  }

  @Get(':board')
  @ApiOperation({
    summary: 'A ready board: records by the time they were published, orders by the time they were placed',
  })
  @ApiParam({ name: 'board', enum: boardNames })
  @ApiQueryOf(boardQuerySchema)
  @ApiOkResponse({ schema: openApi.boardAnswerSchema, example: openApi.boardAnswerExample })
  @ApiProblems({ 400: 'A parameter is not valid', 404: 'There is no such board', ...unavailable })
  async board(
    @Param('board') name: string,
    @Query(strictQuery(boardQuerySchema)) { limit, ...asked }: BoardQuery,
    @Res({ passthrough: true }) reply: RawReply,
  ) {
    if (!isBoard(name)) throw new SpillwayError('SPW-4014', 'There is no such board');
    const { subject, measures, groupBy, filter, shape }: Board = boards[name];
    const signal = leaveSignal(reply);
    const range = await this.range(asked, { subject, hasInterval: shape === 'series', signal });
    const question = { subject, measures, groupBy, filter, limit: limit ?? defaultLimit[shape], ...range };
    return { board: name, ...(await this.answer(question, range, signal)) };
  }

  @Post('query')
  @HttpCode(200)
  @UseGuards(NoQueryGuard)
  @ApiOperation({
    summary: 'Measures by group and interval, from an allow-list',
    description: `Stops inside of the store when the client leaves, and at limits of time, memory and rows. Of deliveries, ${sharesOfHandlers}.`,
  })
  @ApiBody({ schema: openApi.analyticsBodyOpenApi, examples: openApi.analyticsBodyExamples })
  @ApiOkResponse({ schema: openApi.analyticsAnswerSchema, example: openApi.analyticsAnswerExample })
  @ApiProblems({ 400: 'The body is not what this route reads', 415: 'The body is not JSON', ...unavailable })
  async query(@Body() body: unknown, @Res({ passthrough: true }) reply: RawReply) {
    const { subject, measures, groupBy, filter, limit, ...asked } = strictBody(analyticsBodySchema, body);
    const signal = leaveSignal(reply);
    const range = await this.range(asked, { subject, hasInterval: false, signal });
    // The schema has checked that measures, groups and filters are those of the subject.
    const question = { subject, measures, groupBy, filter, limit, ...range } as AnalyticsQuestion;
    return this.answer(question, range, signal);
  }

  private answer(question: AnalyticsQuestion, range: BoardRange, signal: AbortSignal) {
    const ask = async () => toAnalyticsJson(range, await this.store.boards.ask(question, signal));
    return withCompleteUpTo(this.completeUpTo, ask);
  }

  private async range(
    asked: AskedRange,
    about: Pick<AnalyticsQuestion, 'subject'> & { readonly hasInterval: boolean; readonly signal: AbortSignal },
  ): Promise<BoardRange> {
    const { time } = analyticsSubjects[about.subject];
    const isOpen = asked.from === undefined && asked.to === undefined;
    const span = isOpen && time === 'event' ? await this.store.boards.span(time, about.signal) : null;
    return boardRange(asked, {
      ...rangeDefaults(time, { nowMs: this.clock.nowMs(), span }),
      hasInterval: about.hasInterval,
    });
  }
}

function isBoard(name: string): name is BoardName {
  return Object.hasOwn(boards, name);
}

function toSpanJson(span: AnalyticsSpan | null) {
  return span === null ? null : { from: new Date(span.fromMs).toISOString(), to: new Date(span.toMs).toISOString() };
}
