# syntax=docker/dockerfile:1
FROM golang:1.25
RUN --mount=type=cache,target=/go/pkg/mod apk add git && go mod download
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=tmpfs,target=/x --mount=type=cache,target=/home/app/.cache/go-build \
    apk add git && go mod download
RUN --mount=type=cache,target=/go/pkg/mod \
    --network=host \
    apk add git && go mod download
RUN --mount=type=cache,target=/go/pkg/mod go mod download && make build
RUN --mount=type=cache,target=/go/pkg/mod go mod download && go vet ./...
RUN --mount=type=cache,target=/var/cache/apk apk add git && go mod download
RUN --mount=type=cache,target=/go/pkg/mod go build
RUN --mount=type=cache,target=/home/app/.cache/go-build/ --mount=type=cache,target=/go/pkg/mod \
    go mod download && cp -r /home/app/.cache/go-build /results
RUN --mount=type=cache,target=/go/pkg/mod \
    # modules
    go mod download && echo ok
RUN go vet ./...
