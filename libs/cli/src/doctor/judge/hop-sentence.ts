import type { Hop } from '../../system/probe-hop.js';

/** What was tried and what came back, hop by hop. */
export function hopSentence({ host, port, resolved, reached }: Hop): string {
  const name = resolved.length === 1 && resolved[0] === host ? '' : `the name is ${resolved.join(', ')}, `;
  switch (reached) {
    case 'open':
      return `${host}:${port}: it answers`;
    case 'unknown-name':
      return `${host}:${port}: nobody knows the name ${host}`;
    case 'refused':
      return `${host}:${port}: ${name}the connection is refused`;
    case 'silent':
      return `${host}:${port}: ${name}nothing comes back`;
  }
}
