/** What the command ends with. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  /** A check found problems. */
  problems: 3,
  interrupted: 130,
  /** Whoever reads the results has enough (`| head`): as of a program that SIGPIPE ends, git and kubectl for two. */
  brokenPipe: 141,
} as const;
