import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refuseOtherLog, refuseUnusedBrokers } from './refuse-other-brokers.ts';

const refusal = (message: string) => expect.objectContaining({ code: 'SPW-1001', message });

describe('--brokers 3', () => {
  it.each([
    { memory: true, given: false, message: '--brokers 3 and --memory exclude each other.' },
    { memory: false, given: true, message: '--brokers 3 and SPILLWAY_KAFKA_BROKERS exclude each other.' },
  ])('is refused where no broker would be started: %j', ({ message, ...asked }) => {
    expect(() => refuseUnusedBrokers({ brokers: 3, ...asked })).toThrow(refusal(message));
    expect(() => refuseUnusedBrokers({ brokers: 1, ...asked })).not.toThrow();
  });

  it('is fine where they are', () => {
    expect(() => refuseUnusedBrokers({ brokers: 3, memory: false, given: false })).not.toThrow();
  });
});

describe('a data folder', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'spillway-brokers-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('of one broker is not for three, nor the other way round', () => {
    mkdirSync(join(folder, 'kafka', 'log'), { recursive: true });
    expect(() => refuseOtherLog(folder, 3)).toThrow(refusal(`${folder} holds the log of a Kafka with --brokers 1.`));
    expect(() => refuseOtherLog(folder, 1)).not.toThrow();
    rmSync(join(folder, 'kafka'), { recursive: true });
    mkdirSync(join(folder, 'kafka-2', 'log'), { recursive: true });
    expect(() => refuseOtherLog(folder, 1)).toThrow(refusal(`${folder} holds the log of a Kafka with --brokers 3.`));
    expect(() => refuseOtherLog(folder, 3)).not.toThrow();
  });
});
