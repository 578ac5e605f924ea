FROM golang:1.25
# ddhook:ignore no-go-mod-download -- the mirror is filled by this image
# ddhook:ignore require-mod-mod -- modules are complete after the download
RUN go mod download && go build ./...
