import type { IssueList } from './issue-list.js';

/** How values of one Avro type look in JSON. */
export interface JsonForm {
  /** JSON value → payload value; undefined after adding to the issues. Never repeats a value in an issue. */
  parse(json: unknown, pointer: string, issues: IssueList): unknown;
  /** Payload value → JSON value. */
  print(value: never): unknown;
}
