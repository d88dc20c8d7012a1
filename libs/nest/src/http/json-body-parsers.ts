import { SpillwayError } from '@spillway/events';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { defaultJsonLimits } from '../json/json-limits.js';
import { parseStrictJson } from '../json/parse-strict-json.js';
import { decompressBody } from './decompress-body.js';
import { parseMediaType } from './media-type.js';
import { readBody } from './read-body.js';

interface BodyKind {
  readonly topLevel: 'object' | 'array';
  /** A batch holds thousands of events: its bounds are as many times those of one event. */
  readonly boundsFactor: number;
}

const bodyKinds = new Map<string, BodyKind>([
  ['application/json', { topLevel: 'object', boundsFactor: 1 }],
  ['application/cloudevents+json', { topLevel: 'object', boundsFactor: 1 }],
  ['application/cloudevents-batch+json', { topLevel: 'array', boundsFactor: 16 }],
]);

/** Makes strict JSON the only thing this server reads; every other media type gets 415. */
export function registerJsonBodyParsers(fastify: FastifyInstance, limitBytes: number): void {
  fastify.removeAllContentTypeParsers();
  for (const [mediaType, kind] of bodyKinds) {
    const maxBytes = limitBytes * kind.boundsFactor;
    fastify.addContentTypeParser(mediaType, async (request: FastifyRequest, payload: FastifyRequest['raw']) => {
      checkMediaType(request.headers['content-type'] ?? '', mediaType);
      const encoded = await readBody(payload, request.headers, maxBytes);
      const bytes = await decompressBody(encoded, request.headers['content-encoding'], maxBytes);
      return parseBody(bytes, kind, limitBytes);
    });
  }
}

function checkMediaType(header: string, mediaType: string): void {
  const { essence, charset } = parseMediaType(header);
  if (essence !== mediaType || (charset !== undefined && charset !== 'utf-8')) {
    throw new SpillwayError('SPW-4007', `${mediaType} is read in UTF-8 only`);
  }
}

function parseBody(bytes: Buffer, { topLevel: kind, boundsFactor }: BodyKind, limitBytes: number): unknown {
  if (bytes.length === 0) throw new SpillwayError('SPW-4001', 'The body is empty');
  const value = parseStrictJson(bytes, {
    ...defaultJsonLimits,
    maxKeys: defaultJsonLimits.maxKeys * boundsFactor,
    maxStringLength: limitBytes,
  });
  const actual = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
  if (actual !== kind) throw new SpillwayError('SPW-4001', `The body must be a JSON ${kind}, not ${actual}`);
  return value;
}
