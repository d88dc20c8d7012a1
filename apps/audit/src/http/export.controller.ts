import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, SPILLWAY_LOGGER, strictQuery } from '@spillway/nest';
import type { AuditStore, ExportFormat, Logger } from '@spillway/streaming';
import type { z } from 'zod';
import type { CompleteUpTo } from '../complete-up-to/complete-up-to.js';
import { AUDIT_STORE, COMPLETE_UP_TO } from '../tokens.js';
import { ApiQueryOf } from './query/api-query-of.decorator.js';
import { leaveSignal, type RawReply } from './leave-signal.js';
import { exportQuerySchema } from './query/record-query.js';
import { completeUpToHeader } from './complete-up-to-header.js';
import { toStoreQuery } from './query/to-store-query.js';
import { requireChunks } from './require-chunks.js';
import { writeExport } from './write-export.js';

const mediaTypes: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  ndjson: 'application/x-ndjson',
  parquet: 'application/vnd.apache.parquet',
};

/** Records out of the store as a file. */
@ApiTags('audit')
@Controller('audit/export')
export class ExportController {
  constructor(
    @Inject(AUDIT_STORE) private readonly store: AuditStore,
    @Inject(COMPLETE_UP_TO) private readonly completeUpTo: CompleteUpTo,
    @Inject(SPILLWAY_LOGGER) private readonly logger: Logger,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Records as CSV, NDJSON or Parquet, hour by hour, at most 5,000,000',
    description:
      'The trailers Spillway-Row-Count and Content-Digest (RFC 9530, sha-256) follow the last byte. An answer that ' +
      'breaks off without its end is not the whole: the connection is cut when something fails on the way.',
  })
  @ApiQueryOf(exportQuerySchema)
  @ApiOkResponse({
    description: 'The file. The header Spillway-Complete-Up-To says up to when it knows everything.',
    content: Object.fromEntries(
      Object.values(mediaTypes).map((type) => [
        type.split(';', 1)[0],
        { schema: { type: 'string', format: 'binary' } },
      ]),
    ),
  })
  @ApiProblems({
    400: 'A parameter is not valid, or the filters fit more records than one export may hold',
    503: 'The store is not reachable, it took too long, or files of other exports are not read to their end yet',
  })
  async export(
    @Query(strictQuery(exportQuerySchema)) { format, group: groupId, ...query }: z.output<typeof exportQuerySchema>,
    @Res() reply: RawReply,
  ): Promise<{ readonly rows: number; readonly whole: boolean }> {
    requireChunks(reply);
    const signal = leaveSignal(reply);
    // Read first: it must not promise what comes while records are looked for.
    const upTo = await this.completeUpTo.now();
    const records = await this.store.exportRecords({ groupId, ...toStoreQuery(query) }, format, signal);
    const headers = {
      'content-type': mediaTypes[format],
      'content-disposition': `attachment; filename="audit.${format}"`,
      ...completeUpToHeader(upTo),
    };
    const whole = await writeExport(reply, records, { headers, logger: this.logger, signal });
    // For the log of who read: the answer is written.
    return { rows: records.rows, whole };
  }
}
