import { SpillwayError } from '@spillway/events';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseStrictJson } from '../json/parse-strict-json.js';
import { decompressBody } from './decompress-body.js';
import { parseMediaType } from './media-type.js';
import { readBody } from './read-body.js';

const topLevelKind = new Map<string, 'object' | 'array'>([
  ['application/json', 'object'],
  ['application/cloudevents+json', 'object'],
  ['application/cloudevents-batch+json', 'array'],
]);

/** Makes strict JSON the only thing this server reads; every other media type gets 415. */
export function registerJsonBodyParsers(fastify: FastifyInstance, limitBytes: number): void {
  fastify.removeAllContentTypeParsers();
  for (const [mediaType, kind] of topLevelKind) {
    fastify.addContentTypeParser(mediaType, async (request: FastifyRequest, payload: FastifyRequest['raw']) => {
      checkMediaType(request.headers['content-type'] ?? '', mediaType);
      const encoded = await readBody(payload, request.headers, limitBytes);
      const bytes = await decompressBody(encoded, request.headers['content-encoding'], limitBytes);
      return parseBody(bytes, kind);
    });
  }
}

function checkMediaType(header: string, mediaType: string): void {
  const { essence, charset } = parseMediaType(header);
  if (essence !== mediaType || (charset !== undefined && charset !== 'utf-8')) {
    throw new SpillwayError('SPW-4007', `${mediaType} is read in UTF-8 only`);
  }
}

function parseBody(bytes: Buffer, kind: 'object' | 'array'): unknown {
  if (bytes.length === 0) throw new SpillwayError('SPW-4001', 'The body is empty');
  const value = parseStrictJson(bytes);
  const actual = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
  if (actual !== kind) throw new SpillwayError('SPW-4001', `The body must be a JSON ${kind}, not ${actual}`);
  return value;
}
