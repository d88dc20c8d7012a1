import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Kafka's own producer, told by JSON lines on standard input what to do; its settings are arguments `name=value`. A line is
 * `{"op":"begin"|"commit"|"abort"|"flush"}` or `{"op":"send","topic","partition","key","value","timestamp","headers":[[name,value]]}`
 * with bytes in Base64. At the end it prints the offset of each record sent, one a line.
 */
public class Produce {
  public static void main(String[] args) throws Exception {
    Properties settings = new Properties();
    settings.put("key.serializer", ByteArraySerializer.class.getName());
    settings.put("value.serializer", ByteArraySerializer.class.getName());
    for (String arg : args) {
      int equals = arg.indexOf('=');
      settings.put(arg.substring(0, equals), arg.substring(equals + 1));
    }
    ObjectMapper json = new ObjectMapper();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings)) {
      if (settings.containsKey("transactional.id")) producer.initTransactions();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode step = json.readTree(line);
        switch (step.get("op").asText()) {
          case "begin" -> producer.beginTransaction();
          case "commit" -> producer.commitTransaction();
          case "abort" -> producer.abortTransaction();
          case "flush" -> producer.flush();
          default -> sent.add(producer.send(record(step)));
        }
      }
    }
    for (Future<RecordMetadata> each : sent) {
      try {
        System.out.println(each.get().offset());
      } catch (Exception failed) {
        System.out.println(failed.getMessage());
      }
    }
  }

  private static ProducerRecord<byte[], byte[]> record(JsonNode step) {
    List<Header> headers = new ArrayList<>();
    for (JsonNode header : step.withArray("headers")) {
      headers.add(new RecordHeader(header.get(0).asText(), bytes(header.get(1))));
    }
    Long timestamp = step.hasNonNull("timestamp") ? step.get("timestamp").asLong() : null;
    Integer partition = step.hasNonNull("partition") ? step.get("partition").asInt() : null;
    byte[] key = bytes(step.get("key"));
    return new ProducerRecord<>(step.get("topic").asText(), partition, timestamp, key, bytes(step.get("value")), headers);
  }

  private static byte[] bytes(JsonNode text) {
    return text == null || text.isNull() ? null : Base64.getDecoder().decode(text.asText());
  }
}
