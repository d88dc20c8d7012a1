import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.utils.ByteBufferOutputStream;

/** Packs byte strings (int32 length in front) from standard input to standard output, as Kafka's client packs records. */
public class Pack {
  public static void main(String[] args) throws Exception {
    Compression compression = Compression.of(args[0]).build();
    DataInputStream in = new DataInputStream(System.in);
    DataOutputStream out = new DataOutputStream(System.out);
    while (true) {
      byte[] bytes;
      try {
        bytes = new byte[in.readInt()];
      } catch (EOFException end) {
        break;
      }
      in.readFully(bytes);
      ByteBufferOutputStream packed = new ByteBufferOutputStream(1024);
      try (OutputStream packing = compression.wrapForOutput(packed, (byte) 2)) {
        packing.write(bytes);
      }
      ByteBuffer result = packed.buffer();
      result.flip();
      byte[] answer = new byte[result.remaining()];
      result.get(answer);
      out.writeInt(answer.length);
      out.write(answer);
    }
    out.flush();
  }
}
