import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, UseGuards } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { deadLetterOf, type SentBack } from '@spillway/streaming';
import type { z } from 'zod';
import { ADMIN_SOURCES, type AdminSources } from './admin-sources.js';
import { ApiProblems } from '../http/api-problems.decorator.js';
import { NoQueryGuard } from '../http/no-query.guard.js';
import { strictQuery } from '../http/strict-query.pipe.js';
import { letterAnswer, letterDetailAnswer } from './group-answers.js';
import { deadLettersQuery, sendBackBody, strictBody } from './group-bodies.js';
import * as schemas from './group-schemas.js';

const defaultLimit = 50;
const filters = Object.keys(deadLettersQuery.shape);
const problems = ApiProblems({
  400: 'The parameters or the body are not what this route reads',
  404: 'No such group in this app, or no such dead letter',
  409: 'Not to be sent back; the detail says why',
  415: 'The body is not JSON',
  503: 'The log is not reachable',
});

/** The dead letters of a group, whichever instance is asked. */
@ApiTags('dead letters')
@Controller('groups/:group/dead-letters')
export class DeadLettersController {
  constructor(@Inject(ADMIN_SOURCES) private readonly sources: AdminSources) {}

  @Get()
  @ApiOperation({
    summary: 'Dead letters, newest first',
    description: 'A page may be short and not be the last: only `nextCursor: null` ends the list.',
  })
  @ApiQuery({ name: 'topic', required: false, example: 'retail.orders' })
  @ApiQuery({ name: 'limit', required: false, example: 50, description: `One of ${filters.join(', ')}.` })
  @ApiOkResponse({
    schema: schemas.lettersSchema,
    example: { deadLetters: [schemas.letterExample], nextCursor: null },
  })
  @problems
  async list(
    @Param('group') name: string,
    @Query(strictQuery(deadLettersQuery)) query: z.output<typeof deadLettersQuery>,
  ): Promise<{ deadLetters: readonly object[]; nextCursor: string | null }> {
    const { key, from, to, limit = defaultLimit, ...rest } = query;
    const { letters, nextCursor } = await this.sources
      .groups()
      .deadLetters(name)
      .list({
        ...rest,
        limit,
        key: key === undefined ? undefined : Buffer.from(key),
        fromMs: from === undefined ? undefined : Date.parse(from),
        toMs: to === undefined ? undefined : Date.parse(to),
      });
    return { deadLetters: letters.map(letterAnswer), nextCursor };
  }

  @Get(':topic/:partition/:offset')
  @UseGuards(NoQueryGuard)
  @ApiOperation({ summary: 'One dead letter with its headers, its payload and its bytes' })
  @ApiOkResponse({ schema: schemas.letterSchema, example: schemas.letterExample })
  @problems
  async show(
    @Param('group') name: string,
    @Param('topic') topic: string,
    @Param('partition') partition: string,
    @Param('offset') offset: string,
  ): Promise<object> {
    const groupsAdmin = this.sources.groups();
    const record = await groupsAdmin.deadLetters(name).find(`${topic}/${partition}/${offset}`);
    const payload = record.value === null ? undefined : await groupsAdmin.payload(record.value, record);
    return letterDetailAnswer(deadLetterOf(record), record, payload);
  }

  @Post('send-back')
  @HttpCode(200)
  @UseGuards(NoQueryGuard)
  @ApiOperation({
    summary: 'Send dead letters back to the group that failed, and to no other',
    description:
      'By its first retry topic, or its redrive topic where it retries in place. They stay where they are. The same job sends a letter once; without a job the same ids are the same job.',
  })
  @ApiBody({
    schema: schemas.bodySchema({ ids: schemas.fields.texts, job: schemas.fields.text }),
    examples: { one: { value: { ids: [schemas.letterExample.id] } } },
  })
  @ApiOkResponse({ schema: schemas.sentBackSchema, example: schemas.sentBackExample })
  @problems
  async sendBack(@Param('group') name: string, @Body() body: unknown): Promise<SentBack> {
    const { ids, job } = strictBody(sendBackBody, body);
    return this.sources.groups().deadLetters(name).sendBack(ids, job);
  }
}
