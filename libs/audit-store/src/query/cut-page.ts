export interface CutPage<T> {
  readonly page: readonly T[];
  /** Undefined where nothing follows the page. */
  readonly lastBeforeMore: T | undefined;
}

/** A page of rows that were asked for with one more than the limit, which says whether there are more. */
export function cutPage<T>(rows: readonly T[], limit: number): CutPage<T> {
  const page = rows.slice(0, limit);
  return { page, lastBeforeMore: rows.length > limit ? page.at(-1) : undefined };
}
