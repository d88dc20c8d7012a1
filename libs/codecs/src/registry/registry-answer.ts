/** What came back over HTTP, before anybody believes it. */
export interface RegistryAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}
