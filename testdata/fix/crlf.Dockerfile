FROM golang:1.25
RUN ls && \
    go mod download && \
    pwd
RUN go mod download
RUN <<E
set -e
go mod download
ls
go mod download
E

RUN go build
RUN go vet ./...