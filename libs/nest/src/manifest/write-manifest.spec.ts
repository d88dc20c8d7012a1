import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseManifest } from '@spillway/streaming';
import { NoteParcel, parcels, ParcelSent } from '../server/demo-app.support.js';
import { appManifest } from './app-manifest.js';
import { writeManifest } from './write-manifest.js';

const manifest = appManifest({
  app: 'demo',
  handlers: [NoteParcel],
  publishes: [ParcelSent],
  topics: [{ name: parcels, partitions: 3 }],
  writes: ['demo.letters'],
});

describe('the manifest of an app', () => {
  it('says what the app does on the log, by decorators and by its own word', () => {
    expect(manifest.log).toEqual({
      principal: 'User:demo',
      topics: [{ name: parcels, partitions: 3 }],
      groupTopics: ['redrive', 'dlq'].map((kind) => ({
        group: 'tracking',
        source: parcels,
        name: `${parcels}.tracking.${kind}`,
        config: expect.objectContaining({ 'max.message.bytes': '67108864' }),
      })),
      publishes: [ParcelSent.type],
      writes: ['demo.letters'],
    });
  });

  it('is written so that the command reads it, and not touched when it says the same', () => {
    const folder = mkdtempSync(join(tmpdir(), 'spillway-manifest-'));
    const file = join(folder, 'spillway.manifest.json');
    writeManifest(manifest, file);
    expect(parseManifest(readFileSync(file, 'utf8'), file)).toEqual(manifest);
    const { mtimeMs } = statSync(file);
    writeManifest(manifest, file);
    expect(statSync(file).mtimeMs).toBe(mtimeMs);
    rmSync(folder, { recursive: true });
  });
});
