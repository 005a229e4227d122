# One image per service: docker build --build-arg SERVICE=api-gateway .
# The build stage compiles all services once; with BuildKit or a layer cache the six images share it.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN mvn -B -ntp -q package -Dmaven.test.skip=true -Dspotless.check.skip=true \
    -am -pl api-gateway,pipeline-orchestrator,build-worker,deploy-worker,output-collector,status-aggregator

FROM eclipse-temurin:25-jre
ARG SERVICE
RUN test -n "$SERVICE" \
    && groupadd --system --gid 10001 slipway \
    && useradd --system --uid 10001 --gid slipway --home-dir /app --no-create-home slipway \
    && install -d -o slipway -g slipway /app /var/lib/slipway
WORKDIR /app
COPY --from=build --chown=slipway:slipway /src/${SERVICE}/target/quarkus-app/ /app/
USER 10001:10001
ENV QUARKUS_HTTP_HOST=0.0.0.0 QUARKUS_HTTP_PORT=8080 SLIPWAY_STREAMS_STATE_DIR=/var/lib/slipway/streams
EXPOSE 8080
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError", "-jar", "/app/quarkus-run.jar"]
