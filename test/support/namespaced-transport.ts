import type {
  LogAdmin,
  LogReader,
  RecordSink,
  RecordSource,
  RecordSourceListener,
  Transport,
} from '@spillway/streaming';
import { listenerWith, sinkWith, sourceWith, transportWith } from '@spillway/testing';

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
  return transportWith(inner, {
    sink: () => sink,
    source: (options) => {
      const topics = options.topics.map((topic) => prefix + topic);
      return namespacedSource(inner.source({ ...options, topics, groupId: prefix + options.groupId }), names);
    },
    admin: () => namespacedAdmin(inner.admin(), names, prefix),
    reader: () => namespacedReader(inner.reader(), names),
  });
}

interface Names {
  inner<T extends { readonly topic: string }>(item: T): T;
  outer<T extends { readonly topic: string }>(item: T): T;
}

function namespacedSink(sink: RecordSink, names: Names): RecordSink {
  return sinkWith(sink, { append: async (record) => names.outer(await sink.append(names.inner(record))) });
}

function namespacedSource(source: RecordSource, names: Names): RecordSource {
  const wrap = (listener: RecordSourceListener): RecordSourceListener =>
    listenerWith(listener, {
      onAssigned: async (partitions) => (await listener.onAssigned(partitions.map(names.outer))).map(names.inner),
      onRevoking: (partitions) => listener.onRevoking(partitions.map(names.outer)),
      onBatch: (batch) => listener.onBatch({ ...names.outer(batch), records: batch.records.map(names.outer) }),
    });
  return sourceWith(source, {
    start: (listener) => source.start(wrap(listener)),
    pause: (partition) => source.pause(names.inner(partition)),
    resume: (partition) => source.resume(names.inner(partition)),
    narrow: (partition, headers) => source.narrow(names.inner(partition), headers),
    seek: (position) => source.seek(names.inner(position)),
    commit: (positions, options) => source.commit(positions.map(names.inner), options),
  });
}

function namespacedAdmin(admin: LogAdmin, names: Names, prefix: string): LogAdmin {
  return {
    ensureTopics: async (topics) => {
      const made = await admin.ensureTopics(topics.map((topic) => ({ ...topic, name: prefix + topic.name })));
      return made.map((name) => name.slice(prefix.length));
    },
    topics: async () => {
      const own = (await admin.topics()).filter(({ name }) => name.startsWith(prefix));
      return own.map(({ name, partitions }) => ({ name: name.slice(prefix.length), partitions }));
    },
    settings: (topic) => admin.settings(prefix + topic),
    changeSettings: (topic, settings) => admin.changeSettings(prefix + topic, settings),
    // Access is by the names that the log has; apps never ask.
    accessRules: () => admin.accessRules(),
    allow: (rules) => admin.allow(rules),
    addPartitions: (topic, partitions) => admin.addPartitions(prefix + topic, partitions),
    ranges: async (topic) => (await admin.ranges(prefix + topic)).map(names.outer),
    offsetsAt: async (topic, timeMs) => (await admin.offsetsAt(prefix + topic, timeMs)).map(names.outer),
    committed: async (groupId, topics) => {
      const inTopics = topics.map((topic) => prefix + topic);
      return (await admin.committed(prefix + groupId, inTopics)).map(names.outer);
    },
    overwritten: async (groupId, topics) => {
      const inTopics = topics.map((topic) => prefix + topic);
      return (await admin.overwritten(prefix + groupId, inTopics)).map(names.outer);
    },
    topicId: (topic) => admin.topicId(prefix + topic),
    members: (groupId) => admin.members(prefix + groupId),
    close: () => admin.close(),
  };
}

function namespacedReader(reader: LogReader, names: Names): LogReader {
  return {
    read: async (request) => {
      const page = await reader.read(names.inner(request));
      return { ...page, records: page.records.map(names.outer) };
    },
    close: () => reader.close(),
  };
}
