# escape=x
FROM golang:1.25
RUN go mod download
