import { instant } from '../query/instant.js';
import type { ReadRunner } from '../query/read-runner.js';
import { backgroundStatement, type BackgroundClients } from '../rollup/background-statement.js';

export interface VerificationMarksParts {
  readonly clients: BackgroundClients;
  readonly run: ReadRunner;
  readonly newId: () => string;
}

/** Reads and notes up to where all was verified, see the port. */
export class VerificationMarks {
  constructor(private readonly parts: VerificationMarksParts) {}

  async read(signal?: AbortSignal): Promise<number | undefined> {
    const query = 'SELECT toUnixTimestamp64Milli(max(recordedBefore)) AS verifiedToMs FROM audit_verification_marks';
    const doing = 'reading up to where all was verified';
    const [row] = await this.parts.run.rows<{ verifiedToMs: number }>({ query, doing }, signal);
    // The greatest of no marks.
    return row === undefined || row.verifiedToMs === 0 ? undefined : row.verifiedToMs;
  }

  note(verifiedToMs: number, signal?: AbortSignal): Promise<void> {
    const { clients, newId } = this.parts;
    const query = `INSERT INTO verification_marks SELECT ${instant('verifiedToMs')}`;
    const statement = { query, params: { verifiedToMs }, id: newId(), doing: 'noting what was verified' };
    return backgroundStatement(clients, statement, signal);
  }
}
