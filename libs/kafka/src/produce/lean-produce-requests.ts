import {
  kafkajsInternals,
  type Broker,
  type ProduceRequest,
  type ProduceResponse,
  type ProtocolRequest,
} from '../internals/kafkajs-internals.js';
import { trackedBatchOf, type TrackedBatch } from './tracked-batch.js';
import { encodeProduceRequest, type PartitionBatch } from './encode-produce-request.js';
import { SharedRequests } from './shared-requests.js';

const patched = Symbol.for('spillway.kafkajs.leanProduceRequests');

const produceApi = 0;
/** From 3 on a request carries record batches of format 2; 7 is the newest that kafkajs speaks. */
const oldestVersion = 3;

type Produce = Broker['produce'];
type AskedRequest = Parameters<Produce>[0];

/** One batch of a lane, as kafkajs asks for it. */
interface LaneRequest extends PartitionBatch {
  readonly broker: Broker;
  readonly request: AskedRequest;
}

/**
 * Lets kafkajs send the batches of our lanes with bytes encoded here, and those for one broker together. What it decides
 * stays with it: broker, version, sequence numbers, attempts, what an answer means. Requests of others in the process are
 * not touched.
 */
export function leanProduceRequests(): void {
  const prototype = kafkajsInternals.Broker.prototype as Broker & { [patched]?: true };
  if (prototype[patched]) return;
  const { produce } = prototype;
  /** By connection: each producer has its own. */
  const shared = new WeakMap<object, SharedRequests<LaneRequest, ProduceResponse>>();
  prototype.produce = function produceLean(request) {
    const batch = onlyBatch(request);
    const isSpoken = (this.versions?.[produceApi]?.maxVersion ?? oldestVersion) >= oldestVersion;
    if (batch === undefined || !isSpoken) return produce.call(this, request);
    let requests = shared.get(this.connectionPool);
    if (requests === undefined) {
      requests = new SharedRequests<LaneRequest, ProduceResponse>({
        send: (batches) => sendTogether(produce, batches),
        sizeOf,
      });
      shared.set(this.connectionPool, requests);
    }
    return requests.send({ ...batch, broker: this, request });
  };
  prototype[patched] = true;
}

/** The batch of a request, where it is one of our lanes' and nothing else is asked with it. */
function onlyBatch({ topicData, transactionalId, compression }: AskedRequest): PartitionBatch | undefined {
  const [asked, ...otherTopics] = topicData;
  const [partition, ...otherPartitions] = asked?.partitions ?? [];
  const isPlain = !transactionalId && !compression && otherTopics.length + otherPartitions.length === 0;
  const batch = isPlain && partition !== undefined ? trackedBatchOf(partition.messages) : undefined;
  if (batch === undefined) return undefined;
  return { topic: asked!.topic, partition: partition!.partition, firstSequence: partition!.firstSequence, batch };
}

/** Roughly: enough to keep requests far below what brokers take. */
function sizeOf({ batch }: { readonly batch: TrackedBatch }): number {
  let bytes = 0;
  for (const { body } of batch.records) bytes += body.length;
  return bytes;
}

/** @returns for each batch what the broker says of it, rejected where that is an error */
async function sendTogether(
  produce: Produce,
  batches: readonly LaneRequest[],
): Promise<readonly Promise<ProduceResponse>[]> {
  const [{ broker, request }] = batches as [LaneRequest];
  let parse!: (response: ProduceResponse) => Promise<ProduceResponse>;
  // The same broker, save that what it finds for a request has other bytes, and no answer is an error yet.
  const lookupRequest: Broker['lookupRequest'] = (apiKey, definitions) => (complete) => {
    const protocol = broker.lookupRequest(apiKey, definitions)(complete);
    parse = (response) => protocol.response.parse(response);
    return withOwnBytes(protocol, complete, batches);
  };
  const facade = Object.create(broker, { lookupRequest: { value: lookupRequest } }) as Broker;
  const response = await produce.call(facade, request);
  return batches.map((batch) => parse(answerTo(batch, response)));
}

function withOwnBytes(
  protocol: ProtocolRequest<ProduceResponse>,
  complete: ProduceRequest,
  batches: readonly LaneRequest[],
): ProtocolRequest<ProduceResponse> {
  const encode = () => {
    for (const { batch } of batches) batch.bytesTaken = true;
    return Promise.resolve(encodeProduceRequest(complete, batches));
  };
  const parse = (response: ProduceResponse) => Promise.resolve(response);
  return {
    ...protocol,
    request: { ...protocol.request, encode },
    response: { decode: (payload) => protocol.response.decode(payload), parse },
  };
}

/** What the answer says of one batch; of a partition it does not name, nothing. */
function answerTo({ topic, partition }: PartitionBatch, response: ProduceResponse): ProduceResponse {
  const partitions = response.topics
    .filter(({ topicName }) => topicName === topic)
    .flatMap((answered) => answered.partitions.filter((candidate) => candidate.partition === partition));
  return { ...response, topics: [{ topicName: topic, partitions }] };
}
