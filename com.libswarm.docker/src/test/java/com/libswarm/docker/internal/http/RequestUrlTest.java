package com.libswarm.docker.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.api.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestUrlTest {

    @ParameterizedTest
    @CsvSource({
        "/v1.41/containers/json?all=1, 1.41, /containers/json, all=1",
        "/containers/json, '', /containers/json, ''",
        "/v1.41, '', /v1.41, ''",
        "/v/x, '', /v/x, ''",
        "/version, '', /version, ''",
        "/v1.41/v1.40/x, 1.41, /v1.40/x, ''",
        "http://host:1/a%20b?x?y, '', /a b, x?y",
        "/images/a%2fb%2Fc:1/json, '', /images/a/b/c:1/json, ''",
        "/%76%31.41/a, 1.41, /a, ''"})
    void takesATargetApart(String target, String version, String path, String query) {
        assertThat(RequestUrl.parse(target)).isEqualTo(new RequestUrl(version, path, query));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a%2F..%2Fb", "/a%2f%2Fb", "/a%2F%2e"})
    void whatIsNotCanonicalIsRefusedHoweverItIsWritten(String target) {
        assertThatThrownBy(() -> RequestUrl.parse(target)).isInstanceOfSatisfying(Failure.class, f -> assertThat(f.status()).isEqualTo(400));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/plain", "/a b", "/\u00fcml\u00e4ut/\u6f22", "/100%", "/a?b#c", "/reg:5000/a@sha256:0f+~", "/\"<>\\^`{|}"})
    void whatIsEncodedDecodesToTheSame(String path) {
        String encoded = RequestUrl.encode(path);
        assertThat(encoded).matches("[!-~]+");
        assertThat(RequestUrl.parse(encoded).path()).isEqualTo(path);
    }

    @Test
    void writesTheJsonOfReplies() {
        assertThat(Json.listing("/containers", List.of("a\"b"))).isEqualTo("[{\"Id\":\"a\\\"b\",\"Names\":[\"/a\\\"b\"]}]");
        assertThat(Json.listing("/volumes", List.of("v"))).isEqualTo("{\"Volumes\":[{\"Id\":\"v\",\"Name\":\"v\"}],\"Warnings\":[]}");
        assertThat(Json.errorText(Json.error("a \"b\"\n\\c"))).isEqualTo("a \"b\"\n\\c");
        assertThat(Json.errorText("404 page not found\n")).isEqualTo("404 page not found");
    }
}
