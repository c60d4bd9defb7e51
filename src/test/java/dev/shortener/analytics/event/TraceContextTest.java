package dev.shortener.analytics.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples are those of W3C Trace Context. */
class TraceContextTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    @Test
    void a_header_says_trace_span_and_whether_it_is_sampled() {
        assertThat(TraceContext.parse("00-" + TRACE + "-" + SPAN + "-01"))
                .contains(new TraceContext(TRACE, SPAN, true));
        assertThat(TraceContext.parse("00-" + TRACE + "-" + SPAN + "-02"))
                .contains(new TraceContext(TRACE, SPAN, false));
    }

    @Test
    void a_later_version_is_read_as_far_as_it_is_known() {
        assertThat(TraceContext.parse("cc-" + TRACE + "-" + SPAN + "-03-what-comes"))
                .contains(new TraceContext(TRACE, SPAN, true));
    }

    @Test
    void what_is_written_is_what_was_read() {
        String header = "00-" + TRACE + "-" + SPAN + "-00";

        assertThat(TraceContext.parse(header).map(TraceContext::header)).contains(header);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "00",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0x"
            })
    void what_is_no_context_is_none(String header) {
        assertThat(TraceContext.parse(header)).isEmpty();
    }
}
