FROM golang:1.25
RUN CGO_ENABLED=0 \
    # where the flag used to be
    go build \
    -trimpath \
    -o /service \
    ./cmd/service
