import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A file that answers slices (`answerSlices`) and its task. */
export interface AlternatingPeer {
  readonly file: URL;
  readonly task: object;
}

/**
 * Runs each peer in a fresh process of its own, all at once, but only one of them works at a time: a slice of the first, of
 * the second, …, and so on in turns. What the machine does meanwhile lasts longer than a slice and meets all of them.
 *
 * @returns for each peer its slices
 */
export async function measureAlternating<T>(peers: readonly AlternatingPeer[], slices: number): Promise<T[][]> {
  const workers: SliceWorker<T>[] = [];
  try {
    // One after the other: who warms up must not disturb the next.
    for (const peer of peers) workers.push(await SliceWorker.start<T>(peer));
    const measured = workers.map((): T[] => []);
    for (let slice = 0; slice < slices; slice++) {
      for (const [index, worker] of workers.entries()) measured[index]!.push(await worker.slice());
    }
    return measured;
  } finally {
    for (const worker of workers) worker.end();
  }
}

class SliceWorker<T> {
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  readonly #name: string;

  private constructor(child: ChildProcess, answers: AsyncIterator<string>, name: string) {
    this.#child = child;
    this.#answers = answers;
    this.#name = name;
  }

  static async start<T>({ file, task }: AlternatingPeer): Promise<SliceWorker<T>> {
    const child = spawn(process.execPath, [fileURLToPath(file), JSON.stringify(task)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout });
    const worker = new SliceWorker<T>(child, lines[Symbol.asyncIterator](), `${file.pathname} ${JSON.stringify(task)}`);
    await worker.#answer();
    return worker;
  }

  async slice(): Promise<T> {
    this.#child.stdin!.write('\n');
    return JSON.parse(await this.#answer()) as T;
  }

  end(): void {
    this.#child.stdin!.end();
  }

  async #answer(): Promise<string> {
    const { value, done } = await this.#answers.next();
    if (done === true) throw new Error(`${this.#name} ended before it answered`);
    return value;
  }
}
