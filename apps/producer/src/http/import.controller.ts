import { Controller, Get, Inject, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { NoQueryGuard } from '@spillway/nest';
import { ImportTally } from '../import/run/import-tally.js';
import type { ImportRun } from '../import/run/import-run.js';
import type { ImportStatus } from '../import/run/import-status.js';
import { importExample } from './open-api/examples.js';
import { problemResponses } from './open-api/problem-responses.js';
import { importStatusSchema } from './open-api/schemas.js';
import { IMPORT_RUN } from '../tokens.js';

/** How the import of this process goes. */
@ApiTags('import')
@Controller('import')
export class ImportController {
  constructor(@Inject(IMPORT_RUN) private readonly run: ImportRun | undefined) {}

  @Get()
  @UseGuards(NoQueryGuard)
  @ApiOperation({ summary: 'State and counts of the import', description: 'Counts go on over restarts of the run.' })
  @ApiResponse({ status: 200, description: 'Now', schema: importStatusSchema, example: importExample })
  @problemResponses(400)
  status(): ImportStatus {
    return this.run?.status() ?? { id: null, state: 'none', ...new ImportTally(0, []).counts() };
  }
}
