import { read } from './source-files.js';

/** A block of a guide that is carried out: a file to write, or lines of a shell. */
export type GuideStep =
  | { readonly type: 'file'; readonly path: string; readonly content: string }
  | { readonly type: 'shell'; readonly lines: readonly string[] };

const block = /^```(\w+)(?: file=(\S+))?\n([\s\S]*?)^```$/gm;

/** What a guide has its reader do, in order; blocks that are neither file nor shell only show something. */
export function guideSteps(guide: string): readonly GuideStep[] {
  return [...read(guide).matchAll(block)].flatMap(([, language, path, content = '']): readonly GuideStep[] => {
    if (path !== undefined) return [{ type: 'file', path, content }];
    return language === 'sh' ? [{ type: 'shell', lines: content.trimEnd().split('\n') }] : [];
  });
}
