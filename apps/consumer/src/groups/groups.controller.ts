import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { consumerGroups } from '../consumer-groups.js';
import { GroupStatusReader, type TopicStatus } from './group-status.reader.js';

/** How far the groups are. */
@ApiTags('groups')
@Controller('groups')
export class GroupsController {
  constructor(@Inject(GroupStatusReader) private readonly reader: GroupStatusReader) {}

  @Get()
  @ApiOperation({ summary: 'Distinct events completed and given up, and records left, per group and topic' })
  async groups(): Promise<{ groups: Readonly<Record<string, Readonly<Record<string, TopicStatus>>>> }> {
    const entries = consumerGroups.map(async (group) => [group.name, await this.reader.read(group)] as const);
    return { groups: Object.fromEntries(await Promise.all(entries)) };
  }
}
