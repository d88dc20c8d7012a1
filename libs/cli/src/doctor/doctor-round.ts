import type { KafkaCluster, KafkaConfig } from '@spillway/kafka';
import type { Session } from '../session/session.js';
import type { RunInfo } from '../system/run-info.js';
import { kafkaConfigOf } from '../system/kafka-config-of.js';
import { startedHere } from '../system/started-here.js';
import { systemVariable } from '../system/system-variable.js';

/** One visit of the doctor: where things are, and what several checks ask for. */
export class DoctorRound {
  /** What `npm start` started here, unless a profile speaks of another system. */
  readonly run: RunInfo | undefined;
  #cluster: Promise<KafkaCluster> | undefined;

  /** @param principals who apps are to Kafka here, each `app=principal`; else what their manifests say */
  constructor(
    readonly session: Session,
    readonly principals: readonly string[] = [],
  ) {
    this.run = startedHere(session);
  }

  variable(name: string): string | undefined {
    return systemVariable(this.session, name);
  }

  /** Undefined when no broker is named. @throws SpillwayError `SPW-2004` */
  kafkaConfig(): Promise<KafkaConfig | undefined> {
    return kafkaConfigOf(this.session);
  }

  /** Asked once, however many checks want to know. */
  cluster(config: KafkaConfig): Promise<KafkaCluster> {
    this.#cluster ??= import('@spillway/kafka').then(({ describeCluster }) => describeCluster(config));
    return this.#cluster;
  }
}
