import { connect } from 'node:net';

const metadataRequest = 3;
const version = 1;
const timeoutMs = 1_000;

/**
 * Whether the broker at that address knows the one with this id as alive; a broker accepts connections a moment before
 * the controller counts it among those that can hold topics.
 */
export function listsBroker(host: string, port: number, id: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    let answer = Buffer.alloc(0);
    const finish = (isListed: boolean): void => {
      socket.destroy();
      resolve(isListed);
    };
    socket.setTimeout(timeoutMs, () => finish(false));
    socket.once('connect', () => socket.write(request()));
    socket.once('error', () => finish(false));
    socket.once('end', () => finish(false));
    socket.on('data', (part: Buffer) => {
      answer = Buffer.concat([answer, part]);
      if (answer.length >= 4 && answer.length >= 4 + answer.readInt32BE(0)) finish(brokerIds(answer).includes(id));
    });
  });
}

/** Metadata v1 without topics: frame, header v1 without a client id, an empty array. */
function request(): Buffer {
  const frame = Buffer.alloc(18);
  frame.writeInt32BE(frame.length - 4, 0);
  frame.writeInt16BE(metadataRequest, 4);
  frame.writeInt16BE(version, 6);
  frame.writeInt32BE(1, 8);
  frame.writeInt16BE(-1, 12);
  frame.writeInt32BE(0, 14);
  return frame;
}

/** Frame, correlation id, then per broker: id, host, port, rack (may be null). */
function brokerIds(answer: Buffer): readonly number[] {
  const ids: number[] = [];
  let at = 12;
  for (let left = answer.readInt32BE(8); left > 0; left--) {
    ids.push(answer.readInt32BE(at));
    at += 4 + 2 + answer.readInt16BE(at + 4) + 4;
    at += 2 + Math.max(0, answer.readInt16BE(at));
  }
  return ids;
}
