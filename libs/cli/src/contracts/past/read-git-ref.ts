import { join, relative } from 'node:path';
import type { SchemaFile } from '@spillway/contracts';
import { SpillwayError } from '@spillway/events';
import { UsageError } from '../../context/usage-error.js';
import { runGit, type GitPlace } from './run-git.js';

/**
 * The files of a folder with this ending as a branch, tag or commit has them; none when it has no such folder.
 *
 * @param shownFrom the folder that people see paths from
 * @throws UsageError `SPW-3009` no such branch, tag or commit · SpillwayError `SPW-3009` no git, or no repository
 */
export async function readGitRef(
  ref: string,
  place: GitPlace,
  shownFrom: string,
  ending = '.avsc',
): Promise<readonly SchemaFile[]> {
  const commit = await commitOf(ref, place);
  const listed = await ask(ref, place, ['ls-tree', '-r', '-z', '--name-only', commit, '--', './']);
  const paths = listed
    .toString('utf8')
    .split('\0')
    .filter((path) => path.endsWith(ending));
  const wanted = paths.map((path) => `${commit}:./${path}\n`).join('');
  const contents = await ask(ref, place, ['cat-file', '--batch'], wanted);
  return textsOf(contents, paths.length).map((text, index) => ({
    path: paths[index]!,
    shownAs: relative(shownFrom, join(place.folder, paths[index]!)).replaceAll('\\', '/'),
    text,
  }));
}

async function commitOf(ref: string, place: GitPlace): Promise<string> {
  await ask(ref, place, ['rev-parse', '--git-dir']);
  try {
    const commit = await runGit(place, ['rev-parse', '--verify', '--end-of-options', `${ref}^{commit}`]);
    return commit.toString('utf8').trim();
  } catch (cause) {
    // In a repository that answers, only the name can be wrong.
    throw new UsageError('SPW-3009', unreadable(ref, cause), { cause });
  }
}

async function ask(ref: string, place: GitPlace, args: readonly string[], input?: string): Promise<Buffer> {
  try {
    return await runGit(place, args, input);
  } catch (cause) {
    throw new SpillwayError('SPW-3009', unreadable(ref, cause), { cause });
  }
}

function unreadable(ref: string, cause: unknown): string {
  return `git:${ref} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`;
}

/** What `cat-file --batch` prints: `<object> blob <size>`, the bytes, a line feed; once for each file. */
function textsOf(batch: Buffer, count: number): readonly string[] {
  const texts: string[] = [];
  for (let at = 0; texts.length < count;) {
    const lineEnd = batch.indexOf('\n', at);
    const sizeBytes = Number(batch.toString('latin1', at, lineEnd).split(' ').at(-1));
    texts.push(batch.toString('utf8', lineEnd + 1, lineEnd + 1 + sizeBytes));
    at = lineEnd + 1 + sizeBytes + 1;
  }
  return texts;
}
