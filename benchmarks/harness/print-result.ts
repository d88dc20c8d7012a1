/** Gives the result of a peer's process to the process that started it: the last line of stdout. */
export function printResult(result: object): void {
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
