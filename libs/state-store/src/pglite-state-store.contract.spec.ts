import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { stateStoreContract } from '@spillway/testing';
import { openStateStore } from './open-state-store.js';

const dataDir = mkdtempSync(join(tmpdir(), 'spillway-state-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

stateStoreContract('PGlite in a folder', () => openStateStore({ dataDir }));
