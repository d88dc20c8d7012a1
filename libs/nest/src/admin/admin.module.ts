import { Module, type DynamicModule } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { ADMIN_SOURCES, type AdminSources } from '../groups/admin-sources.js';
import { AdminController } from './admin.controller.js';
import { DeadLettersController } from '../groups/dead-letters.controller.js';
import { GroupsAdminController } from '../groups/groups-admin.controller.js';
import { WaitingController } from '../groups/waiting.controller.js';

/** `/health/live|ready|startup`, `/metrics` and what operators ask of groups, on the app's server or on one of their own. */
@Module({})
export class AdminModule {
  static forRoot(sources: AdminSources, { hasGroups }: { readonly hasGroups: boolean }): DynamicModule {
    return {
      module: AdminModule,
      imports: [TerminusModule.forRoot({ logger: false })],
      controllers: [
        AdminController,
        ...(hasGroups ? [GroupsAdminController, DeadLettersController, WaitingController] : []),
      ],
      providers: [{ provide: ADMIN_SOURCES, useValue: sources }],
    };
  }
}
