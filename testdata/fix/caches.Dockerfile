FROM golang:1.25 AS build
ENV GOMODCACHE=/go/pkg/mod GOPATH=/go
RUN mkdir -p /go/pkg/mod && cp -r /go/pkg/mod /before
RUN echo "the cache is $(go env GOMODCACHE)" && go mod download all
RUN --mount=type=cache,target=/go/pkg/mod \
    # /go/pkg/mod stays
    --mount=type=bind,source=go.mod,target=go.mod \
    go mod download && go vet ./...
RUN GOMODCACHE=/tmp/x go mod download -x
RUN --network=none mkdir -p /go/pkg/mod && rm -rf "/go/pkg/mod"
RUN --mount=type=cache,target=/go/pkg/mod go build -o /go/bin/app .
VOLUME /go/pkg/mod
RUN go vet ./...
FROM golang:1.25
RUN --mount=type=ssh go mod download
RUN --mount=type=ssh go build
RUN --mount=type=secret,id=x go mod download
RUN go vet ./...
FROM alpine
COPY --from=build /go/bin/app /usr/local/go /go/src/app/app /
COPY --from=xx / /
COPY mod /go/pkg/mod
ENTRYPOINT ["/app"]
RUN go vet ./...
