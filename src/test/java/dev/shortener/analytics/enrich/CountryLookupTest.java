package dev.shortener.analytics.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountryLookupTest {

    private static final Path SHIPPED = Path.of("data/country.mmdb");

    @TempDir
    Path folder;

    @Test
    void without_a_database_nothing_is_looked_up() throws IOException {
        assertThat(CountryLookup.none().locate("8.8.8.8").countryCode()).isEmpty();
        assertThat(CountryLookup.configured(null).database()).isEmpty();
    }

    @Test
    void a_missing_file_is_as_none_configured() throws IOException {
        Path missing = folder.resolve("missing.mmdb");
        assertThat(CountryLookup.configured(missing).locate("8.8.8.8")).isEqualTo(Place.NOT_LOOKED_UP);
        assertThatThrownBy(() -> CountryLookup.open(missing)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void a_file_that_is_no_database_is_an_error() throws IOException {
        Path other = Files.writeString(folder.resolve("other.mmdb"), "not a database");
        assertThatThrownBy(() -> CountryLookup.configured(other)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8,US",
        "193.0.6.139,NL",
        "133.11.0.1,JP",
        "2001:4860::1,US",
        "2a01:e0a::1,FR",
        "203.0.113.9,XX",
        "192.168.1.1,XX"
    })
    void the_shipped_database_knows_the_country(String address, String country) throws IOException {
        assertThat(CountryLookup.open(SHIPPED).locate(address)).isEqualTo(new Place(country, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "999.1.1.1", "example.com", "10.0.0.1"})
    void an_address_that_cannot_be_looked_up_is_unknown(String address) throws IOException {
        assertThat(CountryLookup.open(SHIPPED).locate(address)).isEqualTo(Place.UNKNOWN);
    }

    @Test
    void the_shipped_database_says_what_it_is() throws IOException {
        GeoDatabase database = CountryLookup.open(SHIPPED).database().orElseThrow();
        assertThat(database.path()).isEqualTo(SHIPPED);
        assertThat(database.type()).isNotEmpty();
        assertThat(database.builtAt()).isAfter(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Test
    void maxminds_country_database_gives_the_answers_maxmind_expects() throws IOException {
        CountryLookup lookup = CountryLookup.open(SharedData.file("geo/GeoLite2-Country-Test.mmdb"));
        JsonNode networks = new ObjectMapper()
                .readTree(SharedData.file("geo/GeoLite2-Country-Test.json").toFile());
        assertThat(networks.size()).isGreaterThan(200);
        for (JsonNode entry : networks) {
            Map.Entry<String, JsonNode> network = entry.properties().iterator().next();
            String address = network.getKey().substring(0, network.getKey().indexOf('/'));
            String expected = network.getValue().at("/country/iso_code").asText("XX");
            assertThat(lookup.locate(address).countryCode())
                    .as(network.getKey())
                    .isEqualTo(expected);
        }
    }

    @Test
    void maxminds_city_database_gives_region_and_city() throws IOException {
        CountryLookup lookup = CountryLookup.open(SharedData.file("geo/GeoLite2-City-Test.mmdb"));
        assertThat(lookup.locate("81.2.69.160")).isEqualTo(new Place("GB", "England", "London"));
        assertThat(lookup.locate("89.160.20.112").countryCode()).isEqualTo("SE");
        assertThat(lookup.database().orElseThrow().type()).isEqualTo("GeoLite2-City");
    }
}
