package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class OrderedOutputTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void pieces_are_written_in_the_order_they_were_added_and_not_that_they_are_ready_in() throws IOException {
        CompletableFuture<byte[]> slow = new CompletableFuture<>();
        try (OrderedOutput output = OrderedOutput.to(out, 4)) {
            output.add(slow);
            output.add(CompletableFuture.completedFuture(new byte[] {'b'}));
            slow.complete(new byte[] {'a'});
        }
        assertThat(out).hasToString("ab");
    }

    @Test
    void adding_waits_while_it_is_full() throws Exception {
        CompletableFuture<byte[]> first = new CompletableFuture<>();
        CountDownLatch added = new CountDownLatch(3);
        try (OrderedOutput output = OrderedOutput.to(out, 1)) {
            Thread adding = new Thread(() -> addAll(output, first, added));
            adding.start();
            // One piece is with the writer, one in the queue; the third has no room.
            assertThat(added.await(300, TimeUnit.MILLISECONDS)).isFalse();
            first.complete(new byte[] {'x'});
            adding.join();
        }
        assertThat(out).hasToString("xxx");
    }

    @Test
    void a_stream_that_fails_is_reported_and_nobody_waits_for_ever() {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        assertThatThrownBy(() -> {
                    try (OrderedOutput output = OrderedOutput.to(broken, 1)) {
                        for (int i = 0; i < 1_000; i++) {
                            output.add(CompletableFuture.completedFuture(new byte[] {'x'}));
                        }
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessage("Broken pipe");
    }

    @Test
    void a_piece_that_fails_is_a_bug_and_ends_the_run() {
        Future<byte[]> failed = CompletableFuture.failedFuture(new IllegalArgumentException("bug"));
        assertThatThrownBy(() -> {
                    try (OrderedOutput output = OrderedOutput.to(out, 1)) {
                        output.add(failed);
                    }
                })
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("bug");
    }

    private static void addAll(OrderedOutput output, Future<byte[]> piece, CountDownLatch added) {
        try {
            for (int i = 0; i < 3; i++) {
                output.add(piece);
                added.countDown();
            }
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }
}
