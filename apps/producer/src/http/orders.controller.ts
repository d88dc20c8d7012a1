import type { IncomingHttpHeaders } from 'node:http';
import { Body, Controller, Headers, HttpCode, Inject, Post, UseGuards } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { NoQueryGuard } from '@spillway/nest';
import type { AcceptedAnswer } from './ingest/accepted-answer.js';
import type { EventIngest } from './ingest/event-ingest.js';
import { NoDestinationGuard } from './no-destination.guard.js';
import { acceptedExample, orderExample } from './open-api/examples.js';
import { acceptedSchema, orderPlacedSchema } from './open-api/schemas.js';
import { problemResponses } from './open-api/problem-responses.js';
import { requireMediaType } from './require-media-type.js';
import { EVENT_INGEST } from '../tokens.js';
import { traceContext } from './trace-context.js';

/** Orders for people: plain data in, the event around it is ours. */
@ApiTags('orders')
@Controller('orders')
export class OrdersController {
  constructor(@Inject(EVENT_INGEST) private readonly ingest: EventIngest) {}

  @Post()
  @HttpCode(202)
  @UseGuards(NoDestinationGuard, NoQueryGuard)
  @ApiOperation({
    summary: 'Place an order',
    description:
      'Takes the data of an OrderPlaced, makes the event id and publishes it. Posting again places another order: a sender that repeats itself uses POST /events with an id of its own.',
  })
  @ApiBody({ schema: orderPlacedSchema, examples: { order: { value: orderExample } } })
  @ApiResponse({ status: 202, description: 'In the log', schema: acceptedSchema, example: acceptedExample })
  @problemResponses(400, 403, 408, 413, 415, 422, 503)
  async place(@Body() body: unknown, @Headers() headers: IncomingHttpHeaders): Promise<AcceptedAnswer> {
    requireMediaType(headers['content-type'], ['application/json']);
    return await this.ingest.acceptOrder(body, traceContext(headers));
  }
}
