/** The part of Jest (or a runner like it) that contract suites use; taken from the globals of the running test. */
export interface TestRunner {
  describe(name: string, body: () => void): void;
  it: TestFunction & { skip: TestFunction };
  beforeAll(body: () => Promise<void>, timeoutMs?: number): void;
  afterAll(body: () => Promise<void>, timeoutMs?: number): void;
}

type TestFunction = (name: string, body: () => Promise<void>, timeoutMs?: number) => void;

/** @throws Error outside a test file: suites are declared where a runner listens */
export function globalTestRunner(): TestRunner {
  const { describe, it, beforeAll, afterAll } = globalThis as unknown as Partial<TestRunner>;
  if (!describe || !it || !beforeAll || !afterAll) {
    throw new Error('Contract suites run inside a test runner with global describe, it, beforeAll and afterAll');
  }
  return { describe, it, beforeAll, afterAll };
}
