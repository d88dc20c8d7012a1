/** Where a type stands that a schema names and does not define: a version of another subject. */
export interface SchemaReference {
  /** Full name of the type. */
  readonly name: string;
  readonly subject: string;
  readonly version: number;
}
