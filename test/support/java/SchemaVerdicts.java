import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/**
 * What Apache Avro says of schema changes: reads `[{"history":[…],"proposed":…}]` from standard input and prints for each
 * the verdict of each compatibility mode by SchemaCompatibility.
 */
public class SchemaVerdicts {
  public static void main(String[] args) throws Exception {
    ObjectMapper json = new ObjectMapper();
    ArrayNode verdicts = json.createArrayNode();
    for (JsonNode each : json.readTree(System.in)) {
      List<Schema> history = new ArrayList<>();
      for (JsonNode version : each.get("history")) history.add(parse(version));
      Schema proposed = parse(each.get("proposed"));
      List<Schema> last = history.subList(Math.max(0, history.size() - 1), history.size());
      ObjectNode verdict = verdicts.addObject();
      verdict.put("NONE", true);
      boolean[] lastReads = reads(last, proposed);
      boolean[] allRead = reads(history, proposed);
      verdict.put("BACKWARD", lastReads[0]);
      verdict.put("BACKWARD_TRANSITIVE", allRead[0]);
      verdict.put("FORWARD", lastReads[1]);
      verdict.put("FORWARD_TRANSITIVE", allRead[1]);
      verdict.put("FULL", lastReads[0] && lastReads[1]);
      verdict.put("FULL_TRANSITIVE", allRead[0] && allRead[1]);
    }
    System.out.println(json.writeValueAsString(verdicts));
  }

  private static Schema parse(JsonNode schema) {
    return new Schema.Parser().parse(schema.toString());
  }

  /** Whether the proposed schema reads all versions, and whether all versions read it. */
  private static boolean[] reads(List<Schema> versions, Schema proposed) {
    boolean backward = true;
    boolean forward = true;
    for (Schema version : versions) {
      backward &= isRead(version, proposed);
      forward &= isRead(proposed, version);
    }
    return new boolean[] {backward, forward};
  }

  private static boolean isRead(Schema writer, Schema reader) {
    try {
      return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType()
          == SchemaCompatibilityType.COMPATIBLE;
    } catch (AvroRuntimeException ambiguousAlias) {
      return false;
    }
  }
}
