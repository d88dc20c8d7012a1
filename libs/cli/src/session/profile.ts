/** A system by name: where it is, and how careful one has to be with it. */
export interface Profile {
  readonly name: string;
  /** `SPILLWAY_…` variables that hold unless the environment has them. */
  readonly variables: Readonly<Record<string, string>>;
  /** Nothing is changed there by this command. */
  readonly readOnly: boolean;
  /** Every change is asked for twice. */
  readonly production: boolean;
}
