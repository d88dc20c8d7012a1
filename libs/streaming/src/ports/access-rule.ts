/** What a principal may do on the log: one ACL of Kafka, from any host. */
export interface AccessRule {
  /** As `User:consumer`. */
  readonly principal: string;
  readonly effect: 'allow' | 'deny';
  readonly resource: 'topic' | 'group';
  /** `prefixed` is about every name that begins with it. */
  readonly pattern: 'literal' | 'prefixed';
  readonly name: string;
  /** In Kafka's words; `All` is every one. */
  readonly operation: string;
}
