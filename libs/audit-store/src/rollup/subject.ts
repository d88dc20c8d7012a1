import type { AnalyticsDimension, AnalyticsMeasure, AnalyticsSubject } from '@spillway/streaming';

export interface Measure {
  /** Aggregates columns of the subject's rows. */
  readonly sql: string;
  /** What is sent of it, where that is not the value itself: `(value) => SQL`. */
  readonly shown?: (value: string) => string;
}

export interface Dimension {
  readonly sql: string;
  /** What a filter's values are. */
  readonly type: 'String' | 'Int32';
  readonly shown?: (value: string) => string;
}

/** How a subject of the allow-list is read. All SQL that names anything comes from here. */
export interface Subject {
  readonly table: string;
  /** Rolled-up rows as readers see them. */
  readonly view: string;
  /** Columns of both the table and `liveRows`, besides `hour`. */
  readonly columns: readonly string[];
  /**
   * Rows of hours straight from the records, in the same shape. Its parameters: the hours in `{hours:Array(UInt32)}` and
   * all from `{openFrom:UInt32}` on, inside of `{from:UInt32}` to `{to:UInt32}`; seconds since the epoch. Of orders also
   * the days of the log in which they lie, in `{days:Array(Date)}`.
   */
  readonly liveRows: string;
  /** What goes around the rows of both before they are grouped. */
  readonly prepare?: (rows: string, groupBy: readonly string[]) => string;
  readonly measures: Readonly<Record<string, Measure>>;
  readonly dimensions: Readonly<Record<string, Dimension>>;
}

/** With everything that the allow-list has of it. */
export interface SubjectOf<S extends AnalyticsSubject> extends Subject {
  readonly measures: Readonly<Record<AnalyticsMeasure<S>, Measure>>;
  readonly dimensions: Readonly<Record<AnalyticsDimension<S>, Dimension>>;
}
