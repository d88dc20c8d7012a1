import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * What Apache Avro reads: takes `[{"writer":…,"reader":…,"hex":["…"]}]` from standard input and prints for each the values
 * as JSON: bytes as `{"hex":"…"}`, decimals as text, keys of maps and fields in order.
 */
public class ReadAvro {
  public static void main(String[] args) throws Exception {
    ObjectMapper json = new ObjectMapper();
    GenericData data = new GenericData();
    data.addLogicalTypeConversion(new Conversions.DecimalConversion());
    List<Object> all = new ArrayList<>();
    for (JsonNode each : json.readTree(System.in)) {
      Schema writer = new Schema.Parser().parse(each.get("writer").toString());
      Schema reader = new Schema.Parser().parse(each.get("reader").toString());
      GenericDatumReader<Object> values = new GenericDatumReader<>(writer, reader, data);
      List<Object> read = new ArrayList<>();
      for (JsonNode hex : each.get("hex")) {
        BinaryDecoder bytes = DecoderFactory.get().binaryDecoder(HexFormat.of().parseHex(hex.asText()), null);
        try {
          read.add(plain(values.read(null, bytes)));
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

  private static Object plain(Object value) {
    if (value instanceof IndexedRecord record) {
      Map<String, Object> fields = new TreeMap<>();
      for (Schema.Field field : record.getSchema().getFields()) fields.put(field.name(), plain(record.get(field.pos())));
      return fields;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> entries = new TreeMap<>();
      map.forEach((key, entry) -> entries.put(key.toString(), plain(entry)));
      return entries;
    }
    if (value instanceof List<?> list) return list.stream().map(ReadAvro::plain).toList();
    if (value instanceof ByteBuffer bytes) return Map.of("hex", HexFormat.of().formatHex(bytes.array()));
    if (value instanceof GenericFixed fixed) return Map.of("hex", HexFormat.of().formatHex(fixed.bytes()));
    if (value instanceof BigDecimal decimal) return decimal.toPlainString();
    if (value instanceof Float number) return number.doubleValue();
    if (value == null || value instanceof Number || value instanceof Boolean) return value;
    return value.toString();
  }
}
