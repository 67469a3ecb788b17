import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Receives the events of a community, with nothing but a JDK (17 or later): {@code java Receive.java}
 *
 * <pre>
 * HUYING_SECRET  of the webhook, whsec_…; while one is being replaced either of the two
 * PORT           where to listen (default: 9000)
 * </pre>
 */
public class Receive {
    private static final byte[] SECRET = secretOf(System.getenv().getOrDefault("HUYING_SECRET", ""));

    /** In earnest a table with the id as its key, in the database of what is done with events. */
    private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "9000"));
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.createContext("/", Receive::receive);
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.start();
    }

    private static byte[] secretOf(String text) {
        byte[] secret = {};
        try {
            secret = Base64.getDecoder().decode(text.replaceFirst("^whsec_", ""));
        } catch (IllegalArgumentException error) {
            // Said below.
        }
        // Never go on with an empty one: anybody can sign with that.
        if (secret.length == 0) {
            System.err.println("HUYING_SECRET must be the secret of the webhook: whsec_ and Base64, as it was shown once.");
            System.exit(1);
        }
        return secret;
    }

    private static void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean genuine = isGenuine(exchange.getRequestHeaders(), body);
            // The id of the message is that of the event.
            if (genuine && SEEN.add(exchange.getRequestHeaders().getFirst("webhook-id"))) {
                System.out.println(new String(body, StandardCharsets.UTF_8));
            }
            exchange.sendResponseHeaders(genuine ? 204 : 401, -1);
        }
    }

    /** Standard Webhooks: HMAC-SHA256 of id, timestamp and the body as it came; not older than five minutes. */
    private static boolean isGenuine(Headers headers, byte[] body) {
        String id = headers.getFirst("webhook-id");
        String timestamp = headers.getFirst("webhook-timestamp");
        String signatures = headers.getFirst("webhook-signature");
        if (id == null || signatures == null || timestamp == null || !timestamp.matches("\\d{1,18}")) {
            return false;
        }
        if (Math.abs(System.currentTimeMillis() / 1_000 - Long.parseLong(timestamp)) > 300) {
            return false;
        }
        byte[] right = ("v1," + sign(id + "." + timestamp + ".", body)).getBytes(StandardCharsets.UTF_8);
        boolean found = false;
        for (String given : signatures.split(" ")) {
            found |= MessageDigest.isEqual(right, given.getBytes(StandardCharsets.UTF_8));
        }
        return found;
    }

    private static String sign(String before, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
            mac.update(before.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
