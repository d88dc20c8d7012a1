import { GroupProof, type GroupProofOptions } from './group-proof.js';

/** Less than a test has, so that members are dead when it ends. */
const longestMs = 85_000;
const lastLines = 12;

/**
 * A proof for as long as the work with it takes: its members are dead afterwards, its connections closed. An error tells
 * what they said last.
 */
export async function withProof<T>(
  options: GroupProofOptions,
  work: (proof: GroupProof) => Promise<T>,
  limitMs = longestMs,
): Promise<T> {
  const proof = await GroupProof.open(options);
  let timer: NodeJS.Timeout | undefined;
  try {
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`The proof took more than ${limitMs} ms`)), limitMs);
    });
    return await Promise.race([work(proof), tooLong]);
  } catch (error) {
    const said = proof.members.map(({ pid, said: lines }) => `— ${pid}:\n${lines.slice(-lastLines).join('\n')}`);
    const lagging = await proof.lagging().catch(() => ['nobody knows']);
    if (error instanceof Error) error.message += `\nLeft: ${lagging.join(', ')}`;
    if (error instanceof Error) error.message += `\nLast words of the members:\n${said.join('\n')}`;
    throw error;
  } finally {
    clearTimeout(timer);
    await proof.close();
  }
}
