import { Body, Controller, Get, HttpCode, Inject, Param, Post, UseGuards } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ADMIN_SOURCES, type AdminSources } from './admin-sources.js';
import { ApiProblems } from '../http/api-problems.decorator.js';
import { NoQueryGuard } from '../http/no-query.guard.js';
import { groupAnswer, type GroupAnswer } from './group-answers.js';
import { acceptGapBody, pauseBody, releaseBody, startFromBody, strictBody } from './group-bodies.js';
import { bodySchema, fields, groupExample, groupSchema } from './group-schemas.js';

const problems = ApiProblems({
  400: 'The body is not what this route reads',
  404: 'No group of this name runs in this app, or not what was named',
  409: 'The group does not offer this, or not now',
  415: 'The body is not JSON',
  503: 'The log is not reachable',
});

/** What operators ask of a group. Each speaks to the instance that is asked, and to no other. */
@ApiTags('groups')
@Controller('groups/:group')
@UseGuards(NoQueryGuard)
export class GroupsAdminController {
  constructor(@Inject(ADMIN_SOURCES) private readonly sources: AdminSources) {}

  @Get()
  @ApiOperation({ summary: 'The group in this instance: partitions with their states, and what keeps them' })
  @ApiOkResponse({ schema: groupSchema, example: groupExample })
  @problems
  status(@Param('group') name: string): GroupAnswer {
    const groupsAdmin = this.sources.groups();
    const consumer = groupsAdmin.consumer(name);
    const report = 'report' in consumer ? groupsAdmin.group(name).report() : undefined;
    return groupAnswer(name, consumer, report);
  }

  @Post('pause')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Begin no more of a topic, a partition, or all',
    description:
      'What runs finishes, nothing is lost, the app stays ready. Holds through rebalances until `resume` or a restart.',
  })
  @ApiBody({ schema: bodySchema({ topic: fields.text, partition: fields.count }), examples: { all: { value: {} } } })
  @ApiOkResponse({ schema: groupSchema, example: groupExample })
  @problems
  pause(@Param('group') name: string, @Body() body: unknown): GroupAnswer {
    this.sources.groups().group(name).pause(strictBody(pauseBody, body));
    return this.status(name);
  }

  @Post('resume')
  @HttpCode(200)
  @ApiOperation({ summary: 'Go on with what was paused, or with a part of it' })
  @ApiBody({ schema: bodySchema({ topic: fields.text, partition: fields.count }), examples: { all: { value: {} } } })
  @ApiOkResponse({ schema: groupSchema, example: groupExample })
  @problems
  resume(@Param('group') name: string, @Body() body: unknown): GroupAnswer {
    this.sources.groups().group(name).resume(strictBody(pauseBody, body));
    return this.status(name);
  }

  @Post('release')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Release a handler whose dead-letter budget is spent, or a key that its dead letters hold',
    description: 'A key: its dead letters go back to the first retry topic in order, then the key is free.',
  })
  @ApiBody({
    schema: bodySchema({ handler: fields.text, topic: fields.text, key: fields.text, keyBase64: fields.text }),
    examples: {
      handler: { value: { handler: 'CapturePayment' } },
      key: { value: { topic: 'retail.orders', key: '17850' } },
    },
  })
  @ApiOkResponse({
    schema: { type: 'object', required: ['sentBack'], properties: { sentBack: fields.count } },
    example: { sentBack: 3 },
  })
  @problems
  async release(@Param('group') name: string, @Body() body: unknown): Promise<{ sentBack: number }> {
    const consumer = this.sources.groups().group(name);
    const wanted = strictBody(releaseBody, body);
    if ('handler' in wanted) {
      consumer.releaseHandler(wanted.handler);
      return { sentBack: 0 };
    }
    const key = 'key' in wanted ? Buffer.from(wanted.key) : Buffer.from(wanted.keyBase64, 'base64');
    return { sentBack: await consumer.releaseKey(wanted.topic, key) };
  }

  @Post('accept-gap')
  @HttpCode(200)
  @ApiOperation({ summary: 'Let a partition go on behind what its log lost' })
  @ApiBody({
    schema: bodySchema({ topic: fields.text, partition: fields.count }),
    examples: { gap: { value: { topic: 'retail.orders', partition: 3 } } },
  })
  @ApiOkResponse({ schema: groupSchema, example: groupExample })
  @problems
  async acceptGap(@Param('group') name: string, @Body() body: unknown): Promise<GroupAnswer> {
    const { topic, partition } = strictBody(acceptGapBody, body);
    await this.sources.groups().group(name).acceptGap(topic, partition);
    return this.status(name);
  }

  @Post('start-from')
  @HttpCode(200)
  @ApiOperation({ summary: 'Say from where the partitions go on that an incident has stopped' })
  @ApiBody({
    schema: bodySchema({ position: { ...fields.text, description: '`beginning`, `latest` or an RFC 3339 time.' } }),
    examples: { beginning: { value: { position: 'beginning' } } },
  })
  @ApiOkResponse({ schema: groupSchema, example: groupExample })
  @problems
  async startFrom(@Param('group') name: string, @Body() body: unknown): Promise<GroupAnswer> {
    const { position } = strictBody(startFromBody, body);
    const isWord = position === 'beginning' || position === 'latest';
    await this.sources
      .groups()
      .group(name)
      .startFrom(isWord ? position : new Date(position));
    return this.status(name);
  }
}
