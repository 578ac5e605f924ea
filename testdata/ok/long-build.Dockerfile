FROM golang:1.25 AS build
WORKDIR /src
COPY . .
# go build without -mod=mod, says a line-by-line search of this
RUN --mount=type=cache,target=/go/pkg/mod \
    CGO_ENABLED=0 GOOS=linux \
    # a comment between, that a shell never sees
    go build \

    -mod=mod \
    -ldflags="-s -w -X main.version=${VERSION}" \
    -o /out/service \
    ./cmd/service
FROM scratch
COPY --from=build /out/service /service
ENTRYPOINT ["/service"]
