import type { CliContext } from '../context/cli-context.js';

/** Somebody at a terminal who gives these answers, one after the other, and what was asked of them. */
export function person(...answers: readonly string[]) {
  const questions: string[] = [];
  const surroundings: Pick<CliContext, 'ask' | 'terminal'> = {
    terminal: { stdout: true, stderr: true },
    ask: (question) => {
      questions.push(question);
      return Promise.resolve(answers[questions.length - 1] ?? '');
    },
  };
  return { questions, ...surroundings };
}
