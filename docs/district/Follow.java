import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Iterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
    private static final String URL = System.getenv().getOrDefault("HUYING_URL", "").replaceAll("/$", "");
    private static final String TOKEN = System.getenv().getOrDefault("HUYING_TOKEN", "");
    private static final Path STATE = Path.of(System.getenv().getOrDefault("STATE", "feed.state"));
    private static final long UNTIL = Long.parseLong(System.getenv().getOrDefault("UNTIL", "0"));

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10)).build();
    private static long seen = 0;

    public static void main(String[] arguments) throws Exception {
        if (URL.isEmpty() || TOKEN.isEmpty()) {
            end("HUYING_URL and HUYING_TOKEN must be set: see docs/district/README.md.");
        }
        while (true) {
            try {
                follow();
            } catch (IOException | UncheckedIOException error) {
                // Of a connection that is refused the JDK has nothing to say but its kind.
                String why = error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
                System.err.println("Nobody answers (" + why + "); trying again.");
                Thread.sleep(2_000);
            }
        }
    }

    /** Reads the stream of events until it ends, which it does once an hour: then it is asked for again. */
    private static void follow() throws IOException, InterruptedException {
        String remembered = Files.exists(STATE) ? Files.readString(STATE).strip() : "";
        // Missing or empty: from the oldest event that is kept.
        String last = remembered.isEmpty() ? "0" : remembered;
        HttpRequest request = HttpRequest.newBuilder(URI.create(URL + "/v1/events/stream"))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Last-Event-ID", last)
                .build();
        HttpResponse<Stream<String>> answer = CLIENT.send(request, BodyHandlers.ofLines());
        try (Stream<String> lines = answer.body()) {
            if (answer.statusCode() == 429 || answer.statusCode() == 503) {
                long seconds = Long.parseLong(answer.headers().firstValue("Retry-After").orElse("1"));
                System.err.println(refusal(answer.statusCode(), lines) + " Trying again in " + seconds + " s.");
                Thread.sleep(1_000 * seconds);
                return;
            }
            if (answer.statusCode() != 200) {
                end(refusal(answer.statusCode(), lines));
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
        remember(id);
        seen += 1;
        if (seen == UNTIL) {
            System.exit(0);
        }
    }

    /** Writes beside the file and renames: whenever this is killed, the file has either the old place or the new one. */
    private static void remember(String id) throws IOException {
        Path beside = STATE.resolveSibling(STATE.getFileName() + ".new");
        Files.writeString(beside, id);
        Files.move(beside, STATE, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What the platform says, and what to do about a place in the feed that is no more. */
    private static String refusal(int status, Stream<String> lines) {
        String problem = lines.collect(Collectors.joining());
        String code = textOf(problem, "code");
        if (code.isEmpty()) {
            return "HTTP " + status + "."; // of something in between, which speaks no problems
        }
        String said = code + ": " + textOf(problem, "detail");
        boolean isNoMore = code.equals("events-cursor-ahead") || code.equals("events-forgotten");
        return isNoMore ? said + " Remove " + STATE + " to begin with the oldest event that is kept." : said;
    }

    /** A text of a problem, which is flat; in earnest a library for JSON reads it. */
    private static String textOf(String problem, String name) {
        Matcher found = Pattern.compile("\"" + name + "\":\\s*\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(problem);
        return found.find() ? found.group(1).replaceAll("\\\\(.)", "$1") : "";
    }

    private static void end(String why) {
        System.err.println(why);
        System.exit(1);
    }
}
