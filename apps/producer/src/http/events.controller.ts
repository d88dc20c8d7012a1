import type { IncomingHttpHeaders } from 'node:http';
import { Body, Controller, Headers, HttpCode, Inject, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { NoQueryGuard } from '@spillway/nest';
import { batchItemAnswer, type BatchItemAnswer } from './batch-answer.js';
import type { AcceptedAnswer } from './ingest/accepted-answer.js';
import { type EventIngest, maxBatchEvents } from './ingest/event-ingest.js';
import { NoDestinationGuard } from './no-destination.guard.js';
import { acceptedExample, batchExample, cloudEventExamples } from './open-api/examples.js';
import { acceptedSchema, batchAnswerSchema, cloudEventBodySchema } from './open-api/schemas.js';
import { problemResponses } from './open-api/problem-responses.js';
import { requireMediaType } from './require-media-type.js';
import { EVENT_INGEST } from '../tokens.js';
import { traceContext } from './trace-context.js';

const single = 'application/cloudevents+json';
const batch = 'application/cloudevents-batch+json';

/** Events of any known type, as CloudEvents. */
@ApiTags('events')
@Controller('events')
export class EventsController {
  constructor(@Inject(EVENT_INGEST) private readonly ingest: EventIngest) {}

  @Post()
  @HttpCode(202)
  @UseGuards(NoDestinationGuard, NoQueryGuard)
  @ApiOperation({
    summary: 'Publish one CloudEvent or a batch',
    description:
      'Answered only after the log has acknowledged. `type` decides contract and topic, the data the key. Sending an ' +
      `event again with the same source, id and data is safe: the answer says \`deduplicated\`. A batch holds at most ${maxBatchEvents} events.`,
  })
  @ApiConsumes(single, batch)
  @ApiBody({ schema: cloudEventBodySchema, examples: cloudEventExamples })
  @ApiResponse({ status: 202, description: 'In the log', schema: acceptedSchema, example: acceptedExample })
  @ApiResponse({
    status: 207,
    description: 'One result per event of the batch, in its order',
    schema: batchAnswerSchema,
    example: batchExample,
  })
  @problemResponses(400, 403, 408, 409, 413, 415, 422, 503)
  async publish(
    @Body() body: unknown,
    @Headers() headers: IncomingHttpHeaders,
    @Req() request: { readonly id: string },
    @Res({ passthrough: true }) reply: { status(code: number): unknown },
  ): Promise<AcceptedAnswer | readonly BatchItemAnswer[]> {
    const context = traceContext(headers);
    if (requireMediaType(headers['content-type'], [single, batch]) === single) {
      return await this.ingest.acceptEvent(body, context);
    }
    const events = body as readonly unknown[];
    const items = await this.ingest.acceptBatch(events, context);
    void reply.status(207);
    return items.map((item, index) => batchItemAnswer(item, events[index], request.id));
  }
}
