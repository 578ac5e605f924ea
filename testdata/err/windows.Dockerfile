# escape=`
FROM golang:1.25-windowsservercore
SHELL ["powershell", "-Command"]
RUN go mod download; `
    go build ./...
