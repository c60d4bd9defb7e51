package dev.shortener.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shortener.analytics.event.ClickEvent;
import dev.shortener.analytics.event.Position;
import dev.shortener.analytics.event.TopicIdentity;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClickIdsTest {

    private static final TopicIdentity TOPIC =
            new TopicIdentity("MkU3OEVBNTcwNTJENDM2Qk", "click-events", "AAAAAAAAAAAAAAAAAAAAAQ");
    private static final TopicIdentity RECREATED =
            new TopicIdentity("MkU3OEVBNTcwNTJENDM2Qk", "click-events", "AAAAAAAAAAAAAAAAAAAAAg");
    private static final Instant NOON = Instant.ofEpochSecond(1_731_000_000);

    @Test
    void same_position_gives_same_id() {
        assertThat(idAt(TOPIC, 3, 42)).isEqualTo(idAt(TOPIC, 3, 42));
    }

    @Test
    void id_is_pinned_so_that_an_upgrade_counts_nothing_twice() {
        assertThat(idAt(TOPIC, 3, 42)).isEqualTo(UUID.fromString("019307a3-de00-8bea-a31a-1d2af4f283fc"));
    }

    @Test
    void no_two_positions_share_an_id() {
        Set<UUID> ids = new HashSet<>();
        for (int partition = 0; partition < 16; partition++) {
            for (long offset = 0; offset < 1_000; offset++) {
                ids.add(idAt(TOPIC, partition, offset));
            }
        }
        assertThat(ids).hasSize(16_000);
    }

    @Test
    void a_recreated_topic_gives_other_ids() {
        assertThat(idAt(RECREATED, 0, 0)).isNotEqualTo(idAt(TOPIC, 0, 0));
    }

    @Test
    void an_event_id_is_the_identity_wherever_the_record_stands() {
        assertThat(ClickIds.of(click("abc", "order-1"), new Position(TOPIC, 0, 1)))
                .isEqualTo(ClickIds.of(click("abc", "order-1"), new Position(RECREATED, 5, 99)));
    }

    @Test
    void the_same_event_id_of_another_short_code_is_another_click() {
        assertThat(ClickIds.of(click("abc", "1"), new Position(TOPIC, 0, 1)))
                .isNotEqualTo(ClickIds.of(click("abd", "1"), new Position(TOPIC, 0, 1)));
    }

    @Test
    void id_is_a_version_8_uuid_that_starts_with_the_time() {
        UUID id = idAt(TOPIC, 1, 7);
        assertThat(id.version()).isEqualTo(8);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOON.toEpochMilli());
    }

    private static UUID idAt(TopicIdentity topic, int partition, long offset) {
        return ClickIds.of(click("abc", null), new Position(topic, partition, offset));
    }

    private static ClickEvent click(String code, @Nullable String eventId) {
        return new ClickEvent(code, NOON, "", "", "", eventId);
    }
}
