export interface Ack {
  readonly serial: number;
  readonly partition: number;
  /** Absent where the client does not tell it per event. */
  readonly offset?: number;
}

export interface Rejection {
  readonly serial: number;
  /** Whether it was called surely not written. */
  readonly isNotWritten: boolean;
}

/** Something that writes numbered events to a topic, and what it was told. */
export interface Writer {
  readonly name: string;
  readonly topic: string;
  readonly acks: readonly Ack[];
  readonly rejections: readonly Rejection[];
  /** Takes the next event; returns at once. */
  write(serial: number): void;
  /** Resolves when all events taken are acked or rejected. */
  settled(): Promise<void>;
  close(): Promise<void>;
}
