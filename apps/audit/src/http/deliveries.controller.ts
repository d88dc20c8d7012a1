import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, strictQuery } from '@spillway/nest';
import type { AuditStore } from '@spillway/streaming';
import type { CompleteUpTo } from '../complete-up-to/complete-up-to.js';
import { AUDIT_STORE, COMPLETE_UP_TO } from '../tokens.js';
import { withCompleteUpTo } from './with-complete-up-to.js';
import { ApiQueryOf } from './query/api-query-of.decorator.js';
import {
  deliveryQuerySchema,
  failureQuerySchema,
  sampleQuerySchema,
  type DeliveryQueryParameters,
  type FailureQueryParameters,
  type SampleQueryParameters,
} from './query/delivery-query.js';
import { leaveSignal, type RawReply } from './leave-signal.js';
import { deliveryPageSchema, failurePageSchema, sampleSchema } from './open-api/delivery-schemas.js';
import { toDeliveryJson } from './json/to-delivery-json.js';
import { toFailureJson } from './json/to-failure-json.js';
import { toSampleJson } from './json/to-sample-json.js';
import { listedDays } from './query/listed-range.js';
import { toStoreQuery } from './query/to-store-query.js';

const problems = {
  400: 'A parameter or the cursor is not valid',
  503: 'The store is not reachable, or the question took too long',
};

/** What became of events in the groups, asked of the ledger. */
@ApiTags('audit')
@Controller('audit')
export class DeliveriesController {
  constructor(
    @Inject(AUDIT_STORE) private readonly store: AuditStore,
    @Inject(COMPLETE_UP_TO) private readonly completeUpTo: CompleteUpTo,
  ) {}

  @Get('deliveries')
  @ApiOperation({ summary: 'Entries of the delivery ledger, newest first, page by page' })
  @ApiQueryOf(deliveryQuerySchema)
  @ApiOkResponse({ description: 'One page', schema: deliveryPageSchema })
  @ApiProblems(problems)
  async deliveries(
    @Query(strictQuery(deliveryQuerySchema)) { group: groupId, ...query }: DeliveryQueryParameters,
    @Res({ passthrough: true }) reply: RawReply,
  ) {
    const signal = leaveSignal(reply);
    const asked = { groupId, ...toStoreQuery(query, listedDays) };
    return withCompleteUpTo(this.completeUpTo, async () => {
      const page = await this.store.findDeliveries(asked, signal);
      return { deliveries: page.deliveries.map(toDeliveryJson), nextCursor: page.nextCursor };
    });
  }

  @Get('failures')
  @ApiOperation({ summary: 'Failures that look the same, counted, the most frequent first' })
  @ApiQueryOf(failureQuerySchema)
  @ApiOkResponse({ description: 'By fingerprint', schema: failurePageSchema })
  @ApiProblems(problems)
  async failures(
    @Query(strictQuery(failureQuerySchema)) { group: groupId, ...query }: FailureQueryParameters,
    @Res({ passthrough: true }) reply: RawReply,
  ) {
    const signal = leaveSignal(reply);
    const asked = { groupId, ...toStoreQuery(query, listedDays) };
    return withCompleteUpTo(this.completeUpTo, async () => {
      const { failures, isCut } = await this.store.failures(asked, signal);
      return { failures: failures.map(toFailureJson), cut: isCut };
    });
  }

  @Get('sample')
  @ApiOperation({ summary: 'The newest events of a type with their original bytes, for checks of contracts' })
  @ApiQueryOf(sampleQuerySchema)
  @ApiOkResponse({ description: 'Newest first', schema: sampleSchema })
  @ApiProblems(problems)
  async sample(
    @Query(strictQuery(sampleQuerySchema)) { type, n }: SampleQueryParameters,
    @Res({ passthrough: true }) reply: RawReply,
  ) {
    const signal = leaveSignal(reply);
    return withCompleteUpTo(this.completeUpTo, async () => {
      const samples = await this.store.sample(type, n, signal);
      return { type, samples: samples.map(toSampleJson) };
    });
  }
}
