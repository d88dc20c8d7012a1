import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.ListenerExecutionFailedException;
import org.springframework.kafka.support.KafkaHeaders;

/**
 * Reads the first dead letter of partition 0 by the names that Spring for Apache Kafka has for its headers, finds the
 * record they lead to, and lets Spring make its own dead letter of that. Arguments: brokers, topic of dead letters.
 * Prints JSON: what was read, whether the record found is the same, and the headers of both letters in hex.
 */
public class ReadSpringHeaders {
  public static void main(String[] args) throws Exception {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", args[0]);
    settings.put("key.deserializer", ByteArrayDeserializer.class);
    settings.put("value.deserializer", ByteArrayDeserializer.class);
    settings.put("enable.auto.commit", "false");
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
      ConsumerRecord<byte[], byte[]> letter = at(consumer, args[1], 0, 0);
      String topic = text(letter, KafkaHeaders.DLT_ORIGINAL_TOPIC);
      int partition = bytes(letter, KafkaHeaders.DLT_ORIGINAL_PARTITION).getInt();
      long offset = bytes(letter, KafkaHeaders.DLT_ORIGINAL_OFFSET).getLong();
      Map<String, Object> read = new LinkedHashMap<>();
      read.put("topic", topic);
      read.put("partition", partition);
      read.put("offset", offset);
      read.put("timestamp", bytes(letter, KafkaHeaders.DLT_ORIGINAL_TIMESTAMP).getLong());
      read.put("timestampType", text(letter, KafkaHeaders.DLT_ORIGINAL_TIMESTAMP_TYPE));
      read.put("group", text(letter, KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP));
      read.put("exception", text(letter, KafkaHeaders.DLT_EXCEPTION_FQCN));
      read.put("cause", text(letter, KafkaHeaders.DLT_EXCEPTION_CAUSE_FQCN));
      read.put("message", text(letter, KafkaHeaders.DLT_EXCEPTION_MESSAGE));
      read.put("stacktrace", text(letter, KafkaHeaders.DLT_EXCEPTION_STACKTRACE));

      ConsumerRecord<byte[], byte[]> origin = at(consumer, topic, partition, offset);
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("read", read);
      answer.put("isTheSame", Arrays.equals(origin.value(), letter.value()) && Arrays.equals(origin.key(), letter.key()));
      answer.put("ours", dltHeaders(letter.headers()));
      answer.put("springs", dltHeaders(letterOfSpring(origin, text(letter, KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP)).headers()));
      System.out.println(new ObjectMapper().writeValueAsString(answer));
    }
  }

  /** What Spring itself sends for a record that a listener of the group could not take. */
  private static ProducerRecord<?, ?> letterOfSpring(ConsumerRecord<?, ?> record, String group) {
    List<ProducerRecord<?, ?>> sent = new ArrayList<>();
    KafkaOperations<?, ?> operations = (KafkaOperations<?, ?>) Proxy.newProxyInstance(
        ReadSpringHeaders.class.getClassLoader(),
        new Class<?>[] {KafkaOperations.class},
        (proxy, method, values) -> {
          if (method.getName().equals("send")) {
            sent.add((ProducerRecord<?, ?>) values[0]);
            return CompletableFuture.completedFuture(null);
          }
          return method.getReturnType() == boolean.class ? false : null;
        });
    DeadLetterPublishingRecoverer recoverer = new DeadLetterPublishingRecoverer(operations);
    recoverer.setVerifyPartition(false);
    recoverer.setFailIfSendResultIsError(false);
    recoverer.accept(record, null, new ListenerExecutionFailedException("failed", group, new IllegalStateException("no")));
    return sent.get(0);
  }

  private static Map<String, String> dltHeaders(Iterable<Header> headers) {
    Map<String, String> found = new LinkedHashMap<>();
    for (Header header : headers) {
      if (header.key().startsWith("kafka_dlt-")) found.put(header.key(), HexFormat.of().formatHex(header.value()));
    }
    return found;
  }

  private static ConsumerRecord<byte[], byte[]> at(
      KafkaConsumer<byte[], byte[]> consumer, String topic, int partition, long offset) {
    TopicPartition place = new TopicPartition(topic, partition);
    consumer.assign(List.of(place));
    consumer.seek(place, offset);
    for (int polls = 0; polls < 100; polls++) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200)).records(place)) {
        if (record.offset() == offset) return record;
      }
    }
    throw new IllegalStateException("No record at " + place + " " + offset);
  }

  private static String text(ConsumerRecord<?, ?> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
  }

  private static ByteBuffer bytes(ConsumerRecord<?, ?> record, String name) {
    return ByteBuffer.wrap(record.headers().lastHeader(name).value());
  }
}
