import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { ApiProblems, strictQuery } from '@spillway/nest';
import { sql, type Kysely } from 'kysely';
import type { ConsumerTables } from '../state/consumer-tables.js';
import { CONSUMER_DB } from '../tokens.js';
import { revenueQuerySchema, type RevenueQuery } from './revenue-query.js';
import type { DayRevenue } from './sum-revenue.js';

const { from, to, country } = revenueQuerySchema.shape;

/** What the shop took. */
@ApiTags('revenue')
@Controller('revenue')
export class RevenueController {
  constructor(@Inject(CONSUMER_DB) private readonly db: Kysely<ConsumerTables>) {}

  @Get()
  @ApiOperation({ summary: 'Revenue per UTC day of the order and country, cancellations taken off' })
  @ApiQuery({ name: 'from', required: false, schema: { type: 'string', format: 'date' }, ...from.meta() })
  @ApiQuery({ name: 'to', required: false, schema: { type: 'string', format: 'date' }, ...to.meta() })
  @ApiQuery({ name: 'country', required: false, schema: { type: 'string' }, ...country.meta() })
  @ApiOkResponse({
    schema: {
      type: 'array',
      items: {
        type: 'object',
        required: ['day', 'country', 'revenue'],
        properties: {
          day: { type: 'string', format: 'date' },
          country: { type: 'string' },
          revenue: { type: 'string', description: 'Exact decimal with four fraction digits.', example: '46376.4900' },
        },
      },
    },
  })
  @ApiProblems({ 400: 'A parameter is unknown, repeated or not valid', 503: 'The state is not reachable' })
  async revenue(@Query(strictQuery(revenueQuerySchema)) query: RevenueQuery): Promise<readonly DayRevenue[]> {
    let rows = this.db.selectFrom('revenue_by_day').select(['day', 'country', 'revenue']);
    if (query.from !== undefined) rows = rows.where('day', '>=', query.from);
    if (query.to !== undefined) rows = rows.where('day', '<', query.to);
    if (query.country !== undefined) rows = rows.where('country', '=', query.country);
    return rows
      .orderBy('day')
      .orderBy(sql`country COLLATE "C"`)
      .execute();
  }
}
