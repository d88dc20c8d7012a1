import process from 'node:process';
import { runProcess } from '../../../libs/cli/src/process/run-process.js';

/** The command as a process, from its sources. */
await runProcess(process);
