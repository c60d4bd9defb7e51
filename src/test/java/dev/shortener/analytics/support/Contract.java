package dev.shortener.analytics.support;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The OpenAPI file, as a judge of answers and events. Thread-safe. */
public final class Contract {

    /** The judge knows none of these media types, so that it is told others of the same shape. */
    private static final Map<String, String> KNOWN = Map.of(
            "application/problem+json", "application/json",
            "text/event-stream", "text/plain",
            "text/csv", "text/plain");

    private final Vertx vertx;
    private final OpenAPIContract contract;

    /** Reads the file that is served. */
    public Contract(Vertx vertx) throws IOException {
        this.vertx = vertx;
        Path judged = Files.createTempFile("openapi", ".yaml");
        try {
            Files.writeString(judged, known(Files.readString(Path.of("src/main/resources/openapi.yaml"))));
            contract = OpenAPIContract.from(vertx, judged.toString()).await();
        } finally {
            Files.delete(judged);
        }
    }

    private static String known(String text) {
        String known = text;
        for (Map.Entry<String, String> type : KNOWN.entrySet()) {
            known = known.replace(type.getKey(), type.getValue());
        }
        return known;
    }

    /** Ids of all operations. */
    public List<String> operations() {
        return contract.operations().stream()
                .map(operation -> operation.getOperationId())
                .toList();
    }

    /** Throws if an answer is not as the operation says. */
    public void holds(String operation, HttpResponse<String> answer) {
        String type = answer.headers().firstValue("content-type").orElseThrow();
        holds(operation, answer.statusCode(), type, answer.body());
    }

    /** Throws if an answer is not as the operation says. */
    public void holds(String operation, int status, String type, String body) {
        ValidatableResponse answer =
                ValidatableResponse.create(status, Map.of("ETag", "\"any\""), Buffer.buffer(body), known(type));
        ResponseValidator.create(vertx, contract).validate(answer, operation).await();
    }

    /** Whether an operation may answer 200 with a type; its parameters do not count. */
    public boolean offers(String operation, String type) {
        return contract.operation(operation)
                .getResponse(200)
                .getContent()
                .containsKey(known(type.replaceFirst(";.*", "")));
    }

    /**
     * Throws if data is not as a schema says.
     *
     * @param schema its name among the components
     */
    public void describes(String schema, JsonObject data) {
        JsonObject described = contract.getRawContract()
                .getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject(schema);
        OutputUnit found = contract.getSchemaRepository()
                .validator(JsonSchema.of(described))
                .validate(data);
        if (!found.getValid()) {
            throw new AssertionError(schema + ": " + found.toJson().encode() + " of " + data.encode());
        }
    }
}
