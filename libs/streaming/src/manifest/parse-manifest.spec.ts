import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { publishedEvents } from '../topology/published-events.js';
import type { AppManifest } from './app-manifest.js';
import { parseManifest } from './parse-manifest.js';

const text = readFileSync('apps/consumer/spillway.manifest.json', 'utf8');
const consumer = JSON.parse(text) as Required<AppManifest>;
const parse = (change: object) => parseManifest(JSON.stringify({ ...consumer, ...change }), 'm.json');
const refused = (code: string, detail: RegExp): unknown =>
  expect.objectContaining({ code, message: expect.stringMatching(detail) as unknown });

describe('a manifest', () => {
  it('is read as it was written', () => {
    expect(parseManifest(text, 'm.json')).toEqual(consumer);
  });

  it('is refused with everything that is wrong with it', () => {
    expect(() => parseManifest('{', 'm.json')).toThrow(refused('SPW-3020', /^m\.json: it is no JSON\.$/));
    const log = { ...consumer.log, principal: 'me', topics: [{ name: 'a', partitions: 0 }] };
    expect(() => parse({ app: '', log })).toThrow(
      refused('SPW-3020', /\/app .*\/log\/principal is no principal.*\/log\/topics\/0\/partitions/),
    );
  });

  it('is refused when it publishes types that it does not describe', () => {
    expect(() => parse({ events: [] })).toThrow(refused('SPW-3020', /have no retail\.payments\.PaymentCaptured/));
  });
});

describe('the events that apps publish', () => {
  it('are those of every app, each once', () => {
    const types = publishedEvents([consumer, { ...consumer, app: 'twin' }]).map(({ type }) => type);
    expect(types.toSorted()).toEqual(consumer.log.publishes);
  });

  it('have one contract: two mean that an app is out of date', () => {
    const events = consumer.events.map((event) => ({ ...event, topic: 'elsewhere' }));
    expect(() => publishedEvents([consumer, { ...consumer, app: 'twin', events }])).toThrow(
      refused('SPW-3021', /consumer and twin publish/),
    );
  });
});
