import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.stream.Stream;

/**
 * Follows the events of a community by HTTP, with nothing but a JDK (17 or later): {@code java Follow.java}
 *
 * <pre>
 * HUYING_URL    where the platform answers, such as http://localhost:8080
 * HUYING_TOKEN  a token with the permission district-events:read
 * STATE         a file that remembers how far this has come (default: feed.state)
 * UNTIL         stop after so many events (default: never)
 * </pre>
 *
 * Each event is printed as one line of JSON, from the oldest that is kept. Handle an event first, then remember it: after a crash
 * the last one may come again, and the same id is the same event.
 */
public class Follow {
    private static final String URL = System.getenv("HUYING_URL").replaceAll("/$", "");
    private static final String TOKEN = System.getenv("HUYING_TOKEN");
    private static final Path STATE = Path.of(System.getenv().getOrDefault("STATE", "feed.state"));
    private static final long UNTIL = Long.parseLong(System.getenv().getOrDefault("UNTIL", "0"));

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10)).build();
    private static long seen = 0;

    public static void main(String[] arguments) throws Exception {
        while (true) {
            try {
                follow();
            } catch (IOException | UncheckedIOException error) {
                System.err.println("Nobody answers (" + error.getMessage() + "); trying again.");
                Thread.sleep(2_000);
            }
        }
    }

    /** Reads the stream of events until it ends, which it does once an hour: then it is asked for again. */
    private static void follow() throws IOException, InterruptedException {
        String last = Files.exists(STATE) ? Files.readString(STATE).strip() : "0";
        HttpRequest request = HttpRequest.newBuilder(URI.create(URL + "/v1/events/stream"))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Last-Event-ID", last)
                .build();
        HttpResponse<Stream<String>> answer = CLIENT.send(request, BodyHandlers.ofLines());
        try (Stream<String> lines = answer.body()) {
            if (answer.statusCode() == 429 || answer.statusCode() == 503) {
                Thread.sleep(1_000 * Long.parseLong(answer.headers().firstValue("Retry-After").orElse("1")));
                return;
            }
            if (answer.statusCode() != 200) {
                lines.forEach(System.err::println);
                System.exit(1);
            }
            String id = last;
            for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
                String line = each.next();
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    handle(line.substring(6), id);
                }
            }
        }
    }

    private static void handle(String event, String id) throws IOException {
        System.out.println(event);
        Files.writeString(STATE, id);
        seen += 1;
        if (seen == UNTIL) {
            System.exit(0);
        }
    }
}
