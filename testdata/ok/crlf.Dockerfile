FROM golang:1.25
RUN go build \
    -mod=mod \
    ./...
