import { Controller, Get, Inject, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags, type SchemaObject } from '@nestjs/swagger';
import { ApiProblems, NoQueryGuard } from '@spillway/nest';
import { consumerGroups } from '../consumer-groups.js';
import { GroupStatusReader, type TopicStatus } from './group-status.reader.js';

const count: SchemaObject = { type: 'integer', minimum: 0 };
const topicStatusSchema: SchemaObject = {
  type: 'object',
  required: ['completed', 'deadLettered', 'lag', 'retried', 'held', 'suspendedMs'],
  properties: {
    completed: { ...count, description: 'Distinct events.' },
    deadLettered: { ...count, description: 'Distinct events given up, with their bytes in the dead-letter topic.' },
    lag: { ...count, description: 'Records of the log, and of its retry topics, that no instance has done.' },
    retried: { ...count, description: 'Failed attempts that this instance put into a retry topic, since its start.' },
    held: {
      ...count,
      description: 'Records that this instance put behind an earlier one of their key that waits for its retry.',
    },
    suspendedMs: {
      ...count,
      description: 'How long partitions of this instance waited, for a dependency or an operator, added up over them.',
    },
  },
};

const topicStatusExample: TopicStatus = {
  completed: 140,
  deadLettered: 0,
  lag: 3,
  retried: 14,
  held: 2,
  suspendedMs: 0,
};

/** How far the groups are. */
@ApiTags('groups')
@Controller('groups')
export class GroupsController {
  constructor(@Inject(GroupStatusReader) private readonly reader: GroupStatusReader) {}

  @Get()
  @UseGuards(NoQueryGuard)
  @ApiOperation({ summary: 'Distinct events completed and given up, and records left, per group and topic' })
  @ApiOkResponse({
    schema: {
      type: 'object',
      required: ['groups'],
      properties: {
        groups: {
          type: 'object',
          description: 'By name of the group, then by topic.',
          additionalProperties: { type: 'object', additionalProperties: topicStatusSchema },
        },
      },
    },
    example: { groups: { payments: { 'retail.orders': topicStatusExample } } },
  })
  @ApiProblems({ 400: 'The route has no parameters', 503: 'State or log are not reachable' })
  async groups(): Promise<{ groups: Readonly<Record<string, Readonly<Record<string, TopicStatus>>>> }> {
    const entries = consumerGroups.map(async (group) => [group.name, await this.reader.read(group)] as const);
    return { groups: Object.fromEntries(await Promise.all(entries)) };
  }
}
