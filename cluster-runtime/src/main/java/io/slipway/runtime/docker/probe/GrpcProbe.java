package io.slipway.runtime.docker.probe;

import io.slipway.events.spec.Probes.Check;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Asks {@code grpc.health.v1.Health/Check} over HTTP/2 without TLS. One request needs a preface, three frames and no
 * header compression worth the name, so it is written out here; the client of the JDK cannot speak HTTP/2 in clear text
 * without an upgrade, which gRPC servers do not know.
 */
final class GrpcProbe {

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int ACK = 1;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int PADDED = 8;
    private static final int STREAM = 1;
    private static final int MAX_FRAME = 1 << 14;
    /** Lengths up to here need one byte, with the two bytes before the name. */
    private static final int MAX_NAME = 120;

    private static final int SERVING = 1;
    private static final int NO_STATUS = -1;

    private GrpcProbe() {}

    static ProbeResult probe(String address, Check.Grpc check, Duration timeout) {
        String asked = "gRPC health check on port " + check.port();
        String service = check.service() == null ? "" : check.service();
        if (service.getBytes(StandardCharsets.UTF_8).length > MAX_NAME) {
            return ProbeResult.failed(asked + " cannot be made: the service's name is too long");
        }
        long end = System.nanoTime() + timeout.toNanos();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, check.port()), (int) timeout.toMillis());
            OutputStream out = socket.getOutputStream();
            out.write(request(address + ":" + check.port(), service));
            out.flush();
            int status = answer(socket, out, end);
            if (status == SERVING) {
                return ProbeResult.succeeded(asked + " answered SERVING");
            }
            return ProbeResult.failed(asked + (status == NO_STATUS ? " was refused" : " answered " + name(status)));
        } catch (SocketTimeoutException _) {
            return ProbeResult.failed(asked + " got no answer within " + timeout.toSeconds() + " s");
        } catch (IOException e) {
            return ProbeResult.failed(asked + " got no answer: " + Prober.reason(e));
        }
    }

    private static byte[] request(String authority, String service) throws IOException {
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        headers.write(0x83); // :method POST
        headers.write(0x86); // :scheme http
        literal(headers, 4, "/grpc.health.v1.Health/Check"); // :path
        literal(headers, 1, authority); // :authority
        literal(headers, "content-type", "application/grpc");
        literal(headers, "te", "trailers");

        ByteArrayOutputStream message = new ByteArrayOutputStream();
        byte[] name = service.getBytes(StandardCharsets.UTF_8);
        byte[] body = name.length == 0 ? new byte[0] : concat(new byte[] {0x0A, (byte) name.length}, name);
        message.writeBytes(new byte[] {0, 0, 0, 0, (byte) body.length});
        message.writeBytes(body);

        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(PREFACE);
        frame(all, SETTINGS, 0, 0, new byte[0]);
        frame(all, HEADERS, END_HEADERS, STREAM, headers.toByteArray());
        frame(all, DATA, END_STREAM, STREAM, message.toByteArray());
        return all.toByteArray();
    }

    /** The status in the answer, or {@link #NO_STATUS} if the answer is an error. */
    private static int answer(Socket socket, OutputStream out, long end) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        while (true) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout((int) left);
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            in.readInt(); // the stream: there is only one
            if (length > MAX_FRAME) {
                throw new IOException("not HTTP/2");
            }
            byte[] payload = in.readNBytes(length);
            switch (type) {
                case SETTINGS -> reply(out, flags, SETTINGS, new byte[0]);
                case PING -> reply(out, flags, PING, payload);
                case DATA -> message.writeBytes(unpadded(payload, flags));
                case RST_STREAM, GOAWAY -> throw new IOException("the server ended the connection");
                default -> {
                    // headers, window updates and the like say nothing that matters here
                }
            }
            if (message.size() >= 5 && message.size() >= 5 + messageLength(message.toByteArray())) {
                return status(message.toByteArray());
            }
            if ((type == DATA || type == HEADERS) && (flags & END_STREAM) != 0) {
                return NO_STATUS;
            }
        }
    }

    private static void reply(OutputStream out, int flags, int type, byte[] payload) throws IOException {
        if ((flags & ACK) == 0) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            frame(bytes, type, ACK, 0, payload);
            out.write(bytes.toByteArray());
            out.flush();
        }
    }

    private static byte[] unpadded(byte[] payload, int flags) {
        if ((flags & PADDED) == 0) {
            return payload;
        }
        int padding = payload[0] & 255;
        return java.util.Arrays.copyOfRange(payload, 1, Math.max(1, payload.length - padding));
    }

    private static int messageLength(byte[] message) {
        return (message[1] & 255) << 24 | (message[2] & 255) << 16 | (message[3] & 255) << 8 | (message[4] & 255);
    }

    /** The first field of HealthCheckResponse; absent means 0, UNKNOWN. */
    private static int status(byte[] message) {
        return message.length >= 7 && message[5] == 0x08 ? message[6] : 0;
    }

    private static String name(int status) {
        return switch (status) {
            case 0 -> "UNKNOWN";
            case 2 -> "NOT_SERVING";
            case 3 -> "SERVICE_UNKNOWN";
            default -> "status " + status;
        };
    }

    private static void literal(ByteArrayOutputStream out, int nameIndex, String value) {
        out.write(nameIndex); // without indexing, name from the static table
        string(out, value);
    }

    private static void literal(ByteArrayOutputStream out, String name, String value) {
        out.write(0);
        string(out, name);
        string(out, value);
    }

    /** Without Huffman coding; none of the values is longer than 126 bytes, which one byte of length can tell. */
    private static void string(ByteArrayOutputStream out, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }

    private static void frame(ByteArrayOutputStream out, int type, int flags, int stream, byte[] payload) {
        out.writeBytes(new byte[] {
            (byte) (payload.length >> 16),
            (byte) (payload.length >> 8),
            (byte) payload.length,
            (byte) type,
            (byte) flags,
            (byte) (stream >> 24),
            (byte) (stream >> 16),
            (byte) (stream >> 8),
            (byte) stream
        });
        out.writeBytes(payload);
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = java.util.Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
