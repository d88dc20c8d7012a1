import { helpText } from './launcher/options/help.ts';
import { launch } from './launcher/launch.ts';
import { parseOptions } from './launcher/options/options.ts';
import { exitCodeOf, refusalText } from './launcher/terminal/refusal-text.ts';
import { refuseSwallowedOptions } from './launcher/options/refuse-swallowed-options.ts';
import { Screen } from './launcher/terminal/screen.ts';
import { spillwayVersion } from './launcher/spillway-version.ts';
import { listenForStop } from './launcher/terminal/stop-signals.ts';

/** `npm start`: the whole system in one command. See `npm start -- --help`. */
async function main(): Promise<number> {
  const environment = process.env;
  try {
    refuseSwallowedOptions(environment);
    const options = parseOptions(process.argv.slice(2));
    if (options.help) {
      process.stdout.write(helpText);
      return 0;
    }
    if (options.version) {
      process.stdout.write(`${spillwayVersion()}\n`);
      return 0;
    }
    const screen = new Screen(options.output, process.stdout, process.stderr);
    screen.step(`Spillway ${spillwayVersion()} starts …`);
    // npm changes into the checkout; the user's paths are relative to where they stand.
    const workingDir = environment['INIT_CWD'] ?? process.cwd();
    return await launch(options, { environment, workingDir, screen, ...listenForStop(environment) });
  } catch (error) {
    process.stderr.write(refusalText(error));
    return exitCodeOf(error);
  }
}

process.exitCode = await main();
// Kept-alive connections to the apps would hold the process for some seconds more.
process.exit();
