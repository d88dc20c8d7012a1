import type { LogAdmin, RecordSink, RecordSource, RecordSourceListener, Transport } from '@spillway/streaming';

/**
 * A transport whose topics and groups get a prefix in the log, so that apps with fixed names can run on a shared broker
 * beside others.
 */
export function namespacedTransport(inner: Transport, prefix: string): Transport {
  const names: Names = {
    outer: (item) => ({ ...item, topic: item.topic.slice(prefix.length) }),
    inner: (item) => ({ ...item, topic: prefix + item.topic }),
  };
  const sink = namespacedSink(inner.sink(), names);
  return {
    name: inner.name,
    connect: () => inner.connect(),
    sink: () => sink,
    source: (options) => {
      const topics = options.topics.map((topic) => prefix + topic);
      return namespacedSource(inner.source({ ...options, topics, groupId: prefix + options.groupId }), names);
    },
    admin: () => namespacedAdmin(inner.admin(), names, prefix),
    close: () => inner.close(),
  };
}

interface Names {
  inner<T extends { readonly topic: string }>(item: T): T;
  outer<T extends { readonly topic: string }>(item: T): T;
}

function namespacedSink(sink: RecordSink, names: Names): RecordSink {
  return {
    append: async (record) => names.outer(await sink.append(names.inner(record))),
    flush: () => sink.flush(),
    close: () => sink.close(),
  };
}

function namespacedSource(source: RecordSource, names: Names): RecordSource {
  const wrap = (listener: RecordSourceListener): RecordSourceListener => ({
    onAssigned: async (partitions) => (await listener.onAssigned(partitions.map(names.outer))).map(names.inner),
    onRevoking: (partitions) => listener.onRevoking(partitions.map(names.outer)),
    onBatch: (batch) => listener.onBatch({ ...names.outer(batch), records: batch.records.map(names.outer) }),
    onError: (error, fatal) => listener.onError(error, fatal),
  });
  return {
    start: (listener) => source.start(wrap(listener)),
    pause: (partition) => source.pause(names.inner(partition)),
    resume: (partition) => source.resume(names.inner(partition)),
    seek: (position) => source.seek(names.inner(position)),
    commit: (positions) => source.commit(positions.map(names.inner)),
    stop: () => source.stop(),
  };
}

function namespacedAdmin(admin: LogAdmin, names: Names, prefix: string): LogAdmin {
  return {
    ensureTopics: async (topics) => {
      const made = await admin.ensureTopics(topics.map((topic) => ({ ...topic, name: prefix + topic.name })));
      return made.map((name) => name.slice(prefix.length));
    },
    ranges: async (topic) => (await admin.ranges(prefix + topic)).map(names.outer),
    committed: async (groupId, topics) => {
      const inTopics = topics.map((topic) => prefix + topic);
      return (await admin.committed(prefix + groupId, inTopics)).map(names.outer);
    },
    topicId: (topic) => admin.topicId(prefix + topic),
    members: (groupId) => admin.members(prefix + groupId),
    close: () => admin.close(),
  };
}
