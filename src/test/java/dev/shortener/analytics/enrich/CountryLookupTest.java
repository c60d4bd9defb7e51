package dev.shortener.analytics.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.maxmind.db.DatabaseRecord;
import com.maxmind.db.InvalidNetworkException;
import com.maxmind.db.Reader;
import com.maxmind.geoip2.DatabaseReader;
import com.maxmind.geoip2.model.CityResponse;
import com.maxmind.geoip2.model.CountryResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
            for (String written : writtenAs(address)) {
                assertThat(lookup.locate(written).countryCode()).as(written).isEqualTo(expected);
            }
        }
    }

    @Test
    void where_only_the_continent_is_known_the_country_is_not_and_the_registered_one_is_another_question()
            throws IOException {
        CountryLookup lookup = CountryLookup.open(SharedData.file("geo/GeoLite2-Country-Test.mmdb"));
        assertThat(lookup.locate("2a02:d500::1")).isEqualTo(Place.UNKNOWN);
        assertThat(lookup.locate("2.125.160.217").countryCode())
                .as("registered in FR")
                .isEqualTo("GB");
    }

    /** Whatever of MaxMind's test databases is there; what is expected is read by other means, with every field. */
    @Test
    void each_network_of_maxminds_databases_has_the_country_region_and_city_of_its_record() throws Exception {
        SharedData.file("geo/GeoLite2-City-Test.mmdb");
        try (Stream<Path> files = Files.list(SharedData.file("geo"))) {
            List<Path> databases = files.filter(file -> file.getFileName()
                            .toString()
                            .matches("Geo(IP|Lite)2-.*(City|Country|Enterprise)-(Shield-)?Test\\.mmdb"))
                    .toList();
            assertThat(databases).hasSizeGreaterThanOrEqualTo(2);
            for (Path file : databases) {
                assertEveryNetwork(file);
            }
        }
    }

    private static void assertEveryNetwork(Path file) throws IOException, InvalidNetworkException {
        CountryLookup lookup = CountryLookup.open(file);
        int known = 0;
        try (Reader reader = new Reader(file.toFile())) {
            Iterator<DatabaseRecord<Object>> networks = reader.networks(Object.class);
            while (networks.hasNext()) {
                DatabaseRecord<Object> network = networks.next();
                JsonNode fields = new ObjectMapper().valueToTree(network.data());
                String country = fields.at("/country/iso_code").asText("XX");
                Place expected = country.equals("XX")
                        ? Place.UNKNOWN
                        : new Place(
                                country,
                                fields.at("/subdivisions/0/names/en").textValue(),
                                fields.at("/city/names/en").textValue());
                String address = network.network().networkAddress().getHostAddress();
                assertThat(lookup.locate(address)).as(file + " " + address).isEqualTo(expected);
                known += country.equals("XX") ? 0 : 1;
            }
        }
        assertThat(known).as(file + ": networks with a country").isGreaterThan(20);
    }

    /** MaxMind's own API, which the service does without because it reads every field. */
    @ParameterizedTest
    @ValueSource(strings = {"GeoLite2-Country-Test.mmdb", "GeoLite2-City-Test.mmdb"})
    void geoip2_says_the_same_of_every_network(String name) throws Exception {
        Path file = SharedData.file("geo/" + name);
        CountryLookup lookup = CountryLookup.open(file);
        try (Reader reader = new Reader(file.toFile());
                DatabaseReader geoip2 = new DatabaseReader.Builder(file.toFile()).build()) {
            int compared = 0;
            Iterator<DatabaseRecord<Object>> networks = reader.networks(Object.class);
            while (networks.hasNext()) {
                InetAddress address = networks.next().network().networkAddress();
                assertThat(lookup.locate(address.getHostAddress()))
                        .as("%s %s", name, address)
                        .isEqualTo(
                                name.contains("City") ? city(geoip2.city(address)) : country(geoip2.country(address)));
                compared++;
            }
            assertThat(compared).isGreaterThan(200);
        }
    }

    private static Place country(CountryResponse response) {
        String code = response.country().isoCode();
        return code == null ? Place.UNKNOWN : new Place(code, null, null);
    }

    private static Place city(CityResponse response) {
        String code = response.country().isoCode();
        return code == null
                ? Place.UNKNOWN
                : new Place(
                        code,
                        response.subdivisions().isEmpty()
                                ? null
                                : response.subdivisions().get(0).name(),
                        response.city().name());
    }

    /** An address as servers and proxies write it. */
    private static List<String> writtenAs(String address) {
        List<String> written =
                new ArrayList<>(List.of(address, " " + address + " ", "10.0.0.1, unknown, " + address + ", 1.1.1.1"));
        if (address.indexOf(':') < 0) {
            written.addAll(
                    List.of(address + ":443", "::ffff:" + address, "[::ffff:" + address + "]:443", "::" + address));
        } else {
            written.addAll(List.of(
                    "[" + address + "]", "[" + address + "]:443", address + "%eth0", "for=\"[" + address + "]\""));
        }
        return written;
    }

    @Test
    void maxminds_city_database_gives_region_and_city() throws IOException {
        CountryLookup lookup = CountryLookup.open(SharedData.file("geo/GeoLite2-City-Test.mmdb"));
        assertThat(lookup.locate("81.2.69.160")).isEqualTo(new Place("GB", "England", "London"));
        assertThat(lookup.locate("89.160.20.112").countryCode()).isEqualTo("SE");
        assertThat(lookup.database().orElseThrow().type()).isEqualTo("GeoLite2-City");
    }

    @Test
    void records_of_other_makers_are_read_flat_or_nested() {
        assertThat(FlatPlaceSource.place(Map.of("country_code", "de", "state1", "Hesse", "city", "Kassel")))
                .isEqualTo(new Place("DE", "Hesse", "Kassel"));
        assertThat(FlatPlaceSource.place(Map.of("country", "DE", "region", "Hesse")))
                .isEqualTo(new Place("DE", "Hesse", null));
        Map<String, Object> nested = Map.of(
                "country", Map.of("iso_code", "DE"),
                "registered_country", Map.of("iso_code", "FR"),
                "subdivisions", List.of(Map.of("names", Map.of("en", "Hesse", "de", "Hessen"))),
                "city", Map.of("names", Map.of("de", "Kassel")));
        assertThat(FlatPlaceSource.place(nested)).isEqualTo(new Place("DE", "Hesse", null));
        assertThat(FlatPlaceSource.place(Map.of("registered_country", Map.of("iso_code", "FR"))))
                .isEqualTo(Place.UNKNOWN);
        assertThat(FlatPlaceSource.place(Map.of("country_code", "EU", "city", "Nowhere")))
                .isEqualTo(Place.UNKNOWN);
    }
}
