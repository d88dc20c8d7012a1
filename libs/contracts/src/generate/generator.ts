/** A file that a generator owns; `path` is relative to the repository, with `/`. */
export interface GeneratedFile {
  readonly path: string;
  readonly content: string;
}

/** Makes files from a source of truth. The same input gives the same bytes on every machine. */
export interface Generator {
  readonly name: string;
  /** Folders that hold nothing but this generator's files: what it no longer makes is removed there. */
  readonly ownedFolders: readonly string[];
  generate(root: string): readonly GeneratedFile[];
}
