import { createInterface } from 'node:readline/promises';

interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stderr: NodeJS.WriteStream;
}

/** Asks a person for one line at a time; the question is talk, so that results can be piped on. */
export function openPrompt({ stdin, stderr }: Streams, interrupt: () => void, signal: AbortSignal) {
  return async (question: string): Promise<string> => {
    const prompt = createInterface({ input: stdin, output: stderr });
    // A terminal in the hands of readline sends no signal.
    prompt.on('SIGINT', interrupt);
    try {
      // At the end of the input there is no answer, which is none.
      const ended = new Promise<string>((resolve) => prompt.once('close', () => resolve('')));
      return await Promise.race([prompt.question(question, { signal }), ended]);
    } finally {
      prompt.close();
    }
  };
}
