package io.slipway.runtime.docker.probe;

import io.slipway.events.spec.Probes.Check;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** GET; a status from 200 to 399 is a success. Certificates are not checked, as in Kubernetes. */
final class HttpProbe {

    private static final int SHOWN = 120;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .sslContext(trustingAll())
            .build();

    ProbeResult probe(String address, Check.Http check, Duration timeout) {
        String scheme = check.scheme().equalsIgnoreCase("https") ? "https" : "http";
        String path = check.path().startsWith("/") ? check.path() : "/" + check.path();
        String asked = "GET " + path + " on port " + check.port();
        HttpRequest request;
        try {
            request = HttpRequest.newBuilder(URI.create(scheme + "://" + address + ":" + check.port() + path))
                    .timeout(timeout)
                    .header("User-Agent", "slipway-probe")
                    .build();
        } catch (IllegalArgumentException e) {
            return ProbeResult.failed(asked + " is not a valid request: " + e.getMessage());
        }
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request, _ -> HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8));
        try {
            // The request's own timeout ends with the headers; a body may drip for ever.
            HttpResponse<String> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return result(asked, response);
        } catch (ExecutionException e) {
            return ProbeResult.failed(asked + " got no answer: "
                    + (e.getCause() instanceof IOException io ? reason(io) : e.getMessage()));
        } catch (TimeoutException _) {
            answer.cancel(true);
            return ProbeResult.failed(asked + " got no answer within " + timeout.toSeconds() + " s");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return ProbeResult.failed(asked + " was interrupted");
        }
    }

    private static ProbeResult result(String asked, HttpResponse<String> response) {
        int status = response.statusCode();
        if (status >= 200 && status < 400) {
            return ProbeResult.succeeded(asked + " answered " + status);
        }
        String body = response.body().strip().lines().findFirst().orElse("");
        return ProbeResult.failed(asked + " answered " + status
                + (body.isEmpty() ? "" : ": " + (body.length() <= SHOWN ? body : body.substring(0, SHOWN) + "…")));
    }

    private static String reason(IOException e) {
        return e instanceof java.net.ConnectException ? "connection refused" : Prober.reason(e);
    }

    private static SSLContext trustingAll() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The extended kind: with it the client does not check host names either. */
    private static final class TrustAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
