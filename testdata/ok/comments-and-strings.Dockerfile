# syntax=docker/dockerfile:1
# go mod download is what this file does not do, nor a bare go build.
FROM golang:1.25 AS build
LABEL build="go build ./..." download="go mod download"
ENV HINT="go mod download"
# RUN go mod download
RUN echo "go build ./..." && echo go mod download; printf '%s\n' 'go build'
RUN make go build && ./go-build.sh go mod download && apk add go build
COPY go mod download /src/
