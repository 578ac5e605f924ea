FROM golang:1.25
ONBUILD RUN go mod download
HEALTHCHECK CMD go build ./...
CMD ["go", "build", "."]
ENTRYPOINT ["/bin/sh", "-c", "go build && ./service"]
