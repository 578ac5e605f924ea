FROM golang:1.25
RUN apk add git && go mod download && rm -rf /tmp/*
RUN cd /src; CGO_ENABLED=0 go build ./... || exit 1
RUN go mod download | tee log & wait
