import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * What Apache Avro reads: takes `[{"writer":…,"reader":…,"hex":["…"]}]` from standard input and prints for each the values
 * as JSON: bytes as `{"hex":"…"}`, decimals, longs of 64 bits and other logical types as text, values of unions as
 * `{"branch":…}`, keys of maps and fields in order.
 */
public class ReadAvro {
  /** Without conversions: a decimal as a number does not tell which branch of a union it has. */
  private static final GenericData data = new GenericData();
  private static final Conversions.DecimalConversion decimals = new Conversions.DecimalConversion();
  private static final Conversions.BigDecimalConversion bigDecimals = new Conversions.BigDecimalConversion();

  public static void main(String[] args) throws Exception {
    ObjectMapper json = new ObjectMapper();
    List<Object> all = new ArrayList<>();
    for (JsonNode each : json.readTree(System.in)) {
      Schema writer = new Schema.Parser().parse(each.get("writer").toString());
      Schema reader = new Schema.Parser().parse(each.get("reader").toString());
      GenericDatumReader<Object> values = new GenericDatumReader<>(writer, reader, data);
      List<Object> read = new ArrayList<>();
      for (JsonNode hex : each.get("hex")) {
        BinaryDecoder bytes = DecoderFactory.get().binaryDecoder(HexFormat.of().parseHex(hex.asText()), null);
        try {
          read.add(plain(values.read(null, bytes), reader));
        } catch (NullPointerException lost) {
          // Avro 1.12.0 loses its way in some recursive schemas.
          read.add("lost");
          continue;
        }
        if (!bytes.isEnd()) throw new IllegalStateException("bytes are left of " + hex);
      }
      all.add(read);
    }
    System.out.println(json.writeValueAsString(all));
  }

  /** As Spillway has it: logical types are text, save for timestamp-millis. */
  private static Object plain(Object value, Schema schema) {
    if (value == null) return null;
    if (schema.isUnion()) {
      Schema branch = schema.getTypes().get(data.resolveUnion(schema, value));
      return Map.of(branch.getFullName(), plain(value, branch));
    }
    Object text = text(value, schema);
    if (text != null) return text;
    if (value instanceof IndexedRecord record) {
      Map<String, Object> fields = new TreeMap<>();
      for (Schema.Field field : record.getSchema().getFields()) {
        fields.put(field.name(), plain(record.get(field.pos()), field.schema()));
      }
      return fields;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> entries = new TreeMap<>();
      map.forEach((key, entry) -> entries.put(key.toString(), plain(entry, schema.getValueType())));
      return entries;
    }
    if (value instanceof List<?> list) {
      List<Object> items = new ArrayList<>();
      for (Object item : list) items.add(plain(item, schema.getElementType()));
      return items;
    }
    if (value instanceof ByteBuffer bytes) return Map.of("hex", HexFormat.of().formatHex(bytes.array()));
    if (value instanceof GenericFixed fixed) return Map.of("hex", HexFormat.of().formatHex(fixed.bytes()));
    if (value instanceof Long && "bigint".equals(schema.getProp("spillway.long"))) return value.toString();
    if (value instanceof Float number) return number.doubleValue();
    if (value instanceof Number || value instanceof Boolean) return value;
    return value.toString();
  }

  private static String text(Object value, Schema schema) {
    LogicalType type = schema.getLogicalType();
    switch (Objects.toString(schema.getProp("logicalType"))) {
      case "decimal":
        return (value instanceof GenericFixed fixed
          ? decimals.fromFixed(fixed, schema, type)
          : decimals.fromBytes((ByteBuffer) value, schema, type)).toPlainString();
      case "big-decimal":
        return bigDecimals.fromBytes((ByteBuffer) value, schema, type).toPlainString();
      case "date":
        return LocalDate.ofEpochDay(((Number) value).longValue()).toString();
      case "time-millis":
        return time("HH:mm:ss.SSS").format(LocalTime.ofNanoOfDay(((Number) value).longValue() * 1_000_000));
      case "time-micros":
        return time("HH:mm:ss.SSSSSS").format(LocalTime.ofNanoOfDay(((Number) value).longValue() * 1_000));
      case "timestamp-micros":
        return at(value, ChronoUnit.MICROS, "SSSSSS") + "Z";
      case "timestamp-nanos":
        return at(value, ChronoUnit.NANOS, "SSSSSSSSS") + "Z";
      case "local-timestamp-millis":
        return at(value, ChronoUnit.MILLIS, "SSS");
      case "local-timestamp-micros":
        return at(value, ChronoUnit.MICROS, "SSSSSS");
      case "local-timestamp-nanos":
        return at(value, ChronoUnit.NANOS, "SSSSSSSSS");
      case "duration":
        ByteBuffer parts = ByteBuffer.wrap(((GenericFixed) value).bytes()).order(ByteOrder.LITTLE_ENDIAN);
        long months = Integer.toUnsignedLong(parts.getInt());
        long days = Integer.toUnsignedLong(parts.getInt());
        long millis = Integer.toUnsignedLong(parts.getInt());
        return String.format("P%dM%dDT%d.%03dS", months, days, millis / 1_000, millis % 1_000);
      case "uuid":
        if (!(value instanceof GenericFixed fixed)) return value.toString();
        ByteBuffer bytes = ByteBuffer.wrap(fixed.bytes());
        return new UUID(bytes.getLong(), bytes.getLong()).toString();
      default:
        return null;
    }
  }

  private static String at(Object value, ChronoUnit unit, String digits) {
    LocalDateTime time = LocalDateTime.ofInstant(Instant.EPOCH.plus(((Number) value).longValue(), unit), ZoneOffset.UTC);
    return time("uuuu-MM-dd'T'HH:mm:ss." + digits).format(time);
  }

  private static DateTimeFormatter time(String pattern) {
    return DateTimeFormatter.ofPattern(pattern);
  }
}
