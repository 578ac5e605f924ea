FROM golang:1.25 AS build
WORKDIR /src

# The modules first, so that a change of the source does not fetch them again.
COPY go.mod go.sum ./
RUN go mod download

COPY . .
RUN CGO_ENABLED=0 go build -o /out/service ./cmd/service

RUN go mod download -x

RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY --from=build /out/service /service
RUN \
    # why
    go mod \
        download
ENTRYPOINT ["/service"]
RUN go vet ./...
