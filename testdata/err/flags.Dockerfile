FROM golang:1.25
ENV GOFLAGS=-mod=mod
RUN go build ./... && go build -mod=vendor . && go build . -mod=mod
RUN go build -ldflags -mod=mod . && GOFLAGS=-trimpath go build .
