import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, strictQuery } from '@spillway/nest';
import type { AuditStore } from '@spillway/streaming';
import type { CompleteUpTo } from '../complete-up-to/complete-up-to.js';
import { AUDIT_STORE, COMPLETE_UP_TO } from '../tokens.js';
import { withCompleteUpTo } from './with-complete-up-to.js';
import { ApiQueryOf } from './query/api-query-of.decorator.js';
import { leaveSignal, type RawReply } from './leave-signal.js';
import { verificationPageSchema } from './open-api/verification-schemas.js';
import { toStoreQuery } from './query/to-store-query.js';
import { toVerificationJson } from './json/to-verification-json.js';
import { verificationQuerySchema, type VerificationQueryParameters } from './query/verification-query.js';

/** Whether what is stored is what was stored. */
@ApiTags('audit')
@Controller('audit/verification')
export class VerificationController {
  constructor(
    @Inject(AUDIT_STORE) private readonly store: AuditStore,
    @Inject(COMPLETE_UP_TO) private readonly completeUpTo: CompleteUpTo,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Stored rows against the hashes they were written with, page by page',
    description:
      'A page may take many seconds. The first also looks for rows that belong to no written range, or lie where retention has dropped all. What the log has and ' +
      'the store has not is asked of /audit/completeness.',
  })
  @ApiQueryOf(verificationQuerySchema)
  @ApiOkResponse({ description: 'One page', schema: verificationPageSchema })
  @ApiProblems({
    400: 'A parameter or the cursor is not valid',
    503: 'The store is not reachable, or the question took too long',
  })
  async verification(
    @Query(strictQuery(verificationQuerySchema)) query: VerificationQueryParameters,
    @Res({ passthrough: true }) reply: RawReply,
  ) {
    const signal = leaveSignal(reply);
    const asked = toStoreQuery(query);
    return withCompleteUpTo(this.completeUpTo, async () => toVerificationJson(await this.store.verify(asked, signal)));
  }
}
