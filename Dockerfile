FROM rust:1.95-bookworm AS build

# Unpinned: Debian's mirrors drop old versions, so a pin would soon break the build.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpq-dev \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /build

# The dependencies take minutes: built on stand-in sources, they stay cached until a manifest changes.
COPY Cargo.toml Cargo.lock ./
# The manifest names the benchmarks, so their files must be there; they are not built.
COPY benches benches
RUN mkdir src \
    && touch src/lib.rs \
    && echo 'fn main() {}' > src/main.rs \
    && cargo build --release --locked --no-default-features --bin warmline

# COPY keeps the files' own times; without the touch cargo would take the stand-ins for newer.
# Without its default feature the program links Debian's libpq, which speaks TLS.
COPY migrations migrations
COPY src src
RUN touch src/lib.rs src/main.rs \
    && cargo build --release --locked --no-default-features --bin warmline


FROM debian:bookworm-slim

# The certificates are for an address with sslmode=verify-full&sslrootcert=/etc/ssl/certs/ca-certificates.crt.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates libpq5 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 warmline \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin warmline \
    && install --directory --owner=10001 --group=10001 --mode=0700 /var/lib/warmline

COPY --from=build /build/target/release/warmline /usr/local/bin/warmline

# In the environment and not in CMD, so that `warmline healthy` and every other command see them too.
ENV WARMLINE_BIND=0.0.0.0:8080 \
    WARMLINE_DATA_DIR=/var/lib/warmline \
    WARMLINE_LOG_FORMAT=json

# The signing keys, and the database when it is SQLite.
VOLUME /var/lib/warmline
EXPOSE 8080
# By number, so that Kubernetes can see that it is not root.
USER 10001:10001

# Longer than the command's own patience, so that its verdict comes first.
HEALTHCHECK --interval=10s --timeout=10s --start-period=30s --retries=3 CMD ["warmline", "healthy"]

ENTRYPOINT ["warmline"]
CMD ["serve"]
