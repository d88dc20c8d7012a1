import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

export interface OpenApiOptions {
  readonly title: string;
  readonly description?: string;
  readonly version?: string;
}

/** Serves the API's description at `/docs`, `/docs-json` and `/docs-yaml`. */
export function serveOpenApi(app: NestFastifyApplication, options: OpenApiOptions): void {
  const description = options.description ?? `${options.title} over HTTP. Errors are RFC 9457 problem documents.`;
  const config = new DocumentBuilder()
    .setTitle(options.title)
    .setDescription(description)
    .setVersion(options.version ?? '0.1.0')
    .setOpenAPIVersion('3.1.0')
    .build();
  SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, config));
}
