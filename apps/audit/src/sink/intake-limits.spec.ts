import { expect, it } from '@jest/globals';
import { intakeLimits, partsHeld } from './intake-limits.js';

it('the intake takes no more memory than it was given', () => {
  const intakeBytes = 64 * 1024 * 1024;
  const { consumer, insertBytes } = intakeLimits(intakeBytes);
  const rounds = consumer.maxRoundsInFlight! * consumer.maxRoundBytes!;
  const buffers = 2 * insertBytes * 1.5;
  const bytes = consumer.maxQueuedBytes! + rounds + partsHeld * insertBytes + buffers;
  expect(bytes).toBeLessThanOrEqual(intakeBytes);
  expect(bytes).toBeGreaterThan(intakeBytes * 0.95);
});

it('an insert is no larger than it is worth', () => {
  expect(intakeLimits(16 * 1024 ** 3).insertBytes).toBe(64 * 1024 * 1024);
});

it('an insert waits a second for more rows', () => {
  expect(intakeLimits(64 * 1024 * 1024).consumer).toMatchObject({ lingerMs: 1_000, maxRoundRecords: 100_000 });
});
