import type { ErrorIssue } from '@spillway/events';

const maxIssues = 20;

/** What is wrong with a document, up to a number that a person can read. */
export class IssueList {
  readonly issues: ErrorIssue[] = [];

  get full(): boolean {
    return this.issues.length >= maxIssues;
  }

  add(pointer: string, detail: string): undefined {
    if (!this.full) this.issues.push({ pointer, detail });
    return undefined;
  }
}
