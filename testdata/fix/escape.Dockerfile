# escape=`
FROM golang:1.25
RUN ls; `
    go mod download; `
    go build

RUN go mod download

RUN go build
RUN go vet ./...