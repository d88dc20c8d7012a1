import { describe, expect, it } from '@jest/globals';
import { testReport, type JestResult } from './test-report.ts';

const result: JestResult = {
  success: true,
  numPassedTests: 7,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
  testResults: [
    {
      name: '/repo/libs/kafka/src/a.int.spec.ts',
      assertionResults: [
        { fullName: 'sink (needs Kafka) writes', status: 'pending' },
        { fullName: 'sink opens', status: 'passed' },
      ],
    },
  ],
};

describe('test report', () => {
  it('ends with the plain line and lists what was skipped', () => {
    expect(testReport(result, [], '/repo')).toEqual({
      skippedLines: ['skipped: libs/kafka/src/a.int.spec.ts: sink (needs Kafka) writes'],
      lastLine: 'tests: 7 passed, 0 failed, 1 skipped',
      failed: false,
    });
  });

  it('counts a failed check and a file that could not be loaded as failures', () => {
    const broken = { ...result, success: false, numRuntimeErrorTestSuites: 2 };
    expect(testReport(broken, ['lint'], '/repo')).toMatchObject({
      lastLine: 'tests: 7 passed, 3 failed, 1 skipped',
      failed: true,
    });
  });

  it('fails when Jest does, whatever the counts say', () => {
    expect(testReport({ ...result, success: false }, [], '/repo').failed).toBe(true);
  });
});
