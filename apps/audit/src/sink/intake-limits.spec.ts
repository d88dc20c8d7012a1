import { expect, it } from '@jest/globals';
import { intakeLimits } from './intake-limits.js';

it('the intake takes no more memory than it was given', () => {
  const intakeBytes = 64 * 1024 * 1024;
  const { consumer, insertBytes } = intakeLimits(intakeBytes);
  const rounds = consumer.maxRoundsInFlight!;
  const buffers = rounds * insertBytes * 1.5;
  expect(consumer.maxQueuedBytes! + rounds * (consumer.maxRoundBytes! + insertBytes) + buffers).toBe(intakeBytes);
});
