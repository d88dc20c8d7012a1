import { Module, type DynamicModule } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { ADMIN_SOURCES, type AdminSources } from './admin-sources.js';
import { AdminController } from './admin.controller.js';

/** `/health/live|ready|startup` and `/metrics`, on the app's server or on one of their own. */
@Module({})
export class AdminModule {
  static forRoot(sources: AdminSources): DynamicModule {
    return {
      module: AdminModule,
      imports: [TerminusModule.forRoot({ logger: false })],
      controllers: [AdminController],
      providers: [{ provide: ADMIN_SOURCES, useValue: sources }],
    };
  }
}
