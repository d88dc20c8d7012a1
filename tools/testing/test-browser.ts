import { canInstall, findChromium, installChromium } from './find-chromium.ts';

/**
 * Tells the tests of pages which browser there is; installs one where that is possible and the run needs it. Without one
 * those tests are skipped and say so; with CI=true that is a failure.
 */
export function provideTestBrowser(): NodeJS.ProcessEnv {
  let browser = findChromium();
  if (browser === undefined && canInstall()) {
    process.stdout.write('Installing chromium for the tests of pages (apt-get, about 100 MB, once) …\n');
    if (installChromium()) browser = findChromium();
  }
  if (browser !== undefined) return { SPILLWAY_TEST_CHROMIUM: browser };
  process.stdout.write('There is no chromium: tests of pages are skipped.\n');
  return {};
}
