import { Controller, Get, Inject, Param, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { SpillwayError } from '@spillway/events';
import { ApiProblems, NoQueryGuard } from '@spillway/nest';
import type { Kysely } from 'kysely';
import { isPlainText } from '../is-plain-text.js';
import type { ConsumerTables } from '../state/consumer-tables.js';
import { CONSUMER_DB } from '../tokens.js';

/** How much there is of what. */
@ApiTags('inventory')
@Controller('inventory')
export class InventoryController {
  constructor(@Inject(CONSUMER_DB) private readonly db: Kysely<ConsumerTables>) {}

  @Get(':stockCode')
  @UseGuards(NoQueryGuard)
  @ApiOperation({ summary: 'Position of a stock code: adjustments less what was ordered, as signed' })
  @ApiParam({ name: 'stockCode', description: 'Case-sensitive, may hold spaces.', example: '85123A' })
  @ApiOkResponse({
    schema: {
      type: 'object',
      required: ['stockCode', 'position', 'asOf'],
      properties: {
        stockCode: { type: 'string', example: '85123A' },
        position: { type: 'integer', example: -454 },
        asOf: { type: 'string', format: 'date-time', description: 'When this position last changed, UTC.' },
      },
    },
  })
  @ApiProblems({
    400: 'Not a stock code',
    404: 'No event has named this stock code',
    414: 'Far too long for a stock code',
    503: 'The state is not reachable',
  })
  async position(@Param('stockCode') stockCode: string) {
    if (!isPlainText(stockCode)) {
      throw new SpillwayError('SPW-4015', 'A stock code has 1 to 256 characters and no control characters');
    }
    const row = await this.db
      .selectFrom('inventory_positions')
      .select(['position', 'changed_at'])
      .where('stock_code', '=', stockCode)
      .executeTakeFirst();
    if (row === undefined) throw new SpillwayError('SPW-4014', 'No event has named this stock code');
    return { stockCode, position: row.position, asOf: row.changed_at.toISOString() };
  }
}
