import { Controller, Get, Header, Inject, Res, ServiceUnavailableException } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { HealthCheckService, HealthIndicatorService, type HealthIndicatorFunction } from '@nestjs/terminus';
import { SpillwayError } from '@spillway/events';
import type { FastifyReply } from 'fastify';
import { ADMIN_SOURCES, type AdminSources } from '../groups/admin-sources.js';

/** Probes and metrics. Liveness asks nobody: a dead dependency must not get the process killed. */
@ApiExcludeController()
@Controller()
export class AdminController {
  constructor(
    @Inject(ADMIN_SOURCES) private readonly sources: AdminSources,
    @Inject(HealthCheckService) private readonly health: HealthCheckService,
    @Inject(HealthIndicatorService) private readonly indicators: HealthIndicatorService,
  ) {}

  @Get('health/live')
  @Header('cache-control', 'no-store')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('health/startup')
  startup(): { status: 'ok' } {
    if (!this.sources.readiness().started) throw new SpillwayError('SPW-4017', 'The app is starting');
    return { status: 'ok' };
  }

  @Get('health/ready')
  async ready(): Promise<unknown> {
    const checks = this.sources.readiness().report();
    const indicators = Object.entries(checks).map(([name, { ready, reason }]): HealthIndicatorFunction => {
      const indicator = this.indicators.check(name);
      return () => (ready ? indicator.up() : indicator.down({ reason: reason ?? 'not ready' }));
    });
    try {
      return await this.health.check(indicators);
    } catch (error) {
      if (!(error instanceof ServiceUnavailableException)) throw error;
      const issues = Object.entries(checks)
        .filter(([, { ready }]) => !ready)
        .map(([name, { reason }]) => ({ pointer: `/${name}`, detail: reason ?? 'not ready' }));
      throw new SpillwayError('SPW-4017', issues.map(({ detail }) => detail).join('; '), { issues });
    }
  }

  @Get('metrics')
  async metrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { render, contentType } = this.sources.metrics();
    void reply.type(contentType);
    return render();
  }
}
