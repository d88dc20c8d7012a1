import { Controller, Get, Param, Res, StreamableFile, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { SpillwayError } from '@spillway/events';
import { NoQueryGuard } from '@spillway/nest';
import { boardsPage } from '../page/boards-page.js';
import { readPageAsset } from '../page/page-assets.js';

interface HeaderReply {
  header(name: string, value: string): unknown;
}

/** Everything from this app and nothing else; no inline code, no forms to other places, no frames. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page of the boards and the files it loads. */
@ApiExcludeController()
@Controller()
export class PageController {
  @Get()
  @UseGuards(NoQueryGuard)
  page(@Res({ passthrough: true }) reply: HeaderReply): string {
    reply.header('content-type', 'text/html; charset=utf-8');
    reply.header('content-security-policy', policy);
    return boardsPage();
  }

  @Get('assets/:name')
  @UseGuards(NoQueryGuard)
  async asset(@Param('name') name: string): Promise<StreamableFile> {
    const asset = await readPageAsset(name);
    if (asset === undefined) throw new SpillwayError('SPW-4014', 'The page has no such file');
    return new StreamableFile(asset.bytes, { type: asset.contentType });
  }
}
