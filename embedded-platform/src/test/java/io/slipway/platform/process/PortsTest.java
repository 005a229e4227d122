package io.slipway.platform.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void shouldTellTakenPortsFromFreeOnes() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.isFree(socket.getLocalPort())).isFalse();
        }
        assertThat(Ports.isFree(Ports.free())).isTrue();
    }

    @Test
    void shouldNeverNameAFreePortTwice() {
        assertThat(IntStream.range(0, 500).mapToObj(_ -> Ports.free())).doesNotHaveDuplicates();
    }

    @Test
    void shouldKeepAGivenPortAndChooseOneForZero() {
        assertThat(Ports.orFree(12_345)).isEqualTo(12_345);
        assertThat(Ports.orFree(0)).isPositive();
        assertThatThrownBy(() -> Ports.orFree(70_000)).hasMessageContaining("70000");
        assertThatThrownBy(() -> Ports.orFree(-1)).hasMessageContaining("-1");
    }

    @Test
    void shouldNameTheProcessThatListens() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(PortOwner.of(socket.getLocalPort()))
                    .hasValueSatisfying(owner -> assertThat(owner)
                            .startsWith("process " + ProcessHandle.current().pid() + " ("));
        }
        assertThat(PortOwner.of(Ports.free())).isEmpty();
    }

    @Test
    void shouldFindListeningSocketsInTheSystemsTable() {
        List<String> table = List.of(
                "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
                "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4242 1",
                "   1: 0100007F:1F90 0100007F:A1B2 01 00000000:00000000 00:00000000 00000000     0        0 5555 1",
                "   2: 0100007F:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 6666 1");

        assertThat(PortOwner.listeningInodes(table, 8080)).containsExactly("4242");
        assertThat(PortOwner.listeningInodes(table, 8081)).containsExactly("6666");
        assertThat(PortOwner.listeningInodes(table, 8082)).isEmpty();
    }
}
