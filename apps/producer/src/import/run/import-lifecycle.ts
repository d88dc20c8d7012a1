import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { IMPORT_RUN } from '../../tokens.js';
import type { ImportRun } from './import-run.js';

/** Ends the import before log and store are closed. */
@Injectable()
export class ImportLifecycle implements OnModuleDestroy {
  constructor(@Inject(IMPORT_RUN) private readonly run: ImportRun | undefined) {}

  async onModuleDestroy(): Promise<void> {
    await this.run?.stop();
  }
}
