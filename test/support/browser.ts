import { describe, it } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';

/** A describe block that needs a browser. Without one the block is skipped and says why; with CI=true that is a failure. */
export function describeWithBrowser(name: string, define: () => void): void {
  const { SPILLWAY_TEST_CHROMIUM: browser, CI } = process.env;
  const reason = 'needs chromium: install it, or name it in SPILLWAY_TEST_CHROMIUM; run it through `npm run test:e2e`';
  if (browser) describe(name, define);
  else if (CI === 'true') describe(name, () => it(reason, () => Promise.reject(new Error(reason))));
  else describe.skip(`${name} (${reason})`, define);
}

/** Starts the browser without a window. The sandbox needs rights that root in a container has not. */
export function launchBrowser(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
  return chromium.launch({ executablePath: process.env['SPILLWAY_TEST_CHROMIUM'], args });
}

export interface PageWatch {
  /** Errors of scripts, of the console and of the content security policy. */
  readonly errors: string[];
  /** Addresses of all requests. */
  readonly requests: string[];
}

/** Notes what goes wrong on a page and where it asks. */
export function watchPage(page: Page): PageWatch {
  const watch: PageWatch = { errors: [], requests: [] };
  page.on('pageerror', (error) => watch.errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') watch.errors.push(message.text());
  });
  page.on('request', (request) => watch.requests.push(request.url()));
  return watch;
}
