FROM golang:1.25
# ddhook:ignore no-go-mod-download -- the mirror is filled by this image
# ddhook:ignore require-mod-mod -- modules are complete after the download
RUN go mod download && go build ./...
# ddhook:ignore no-go-mod-download, require-mod-mod -- the same once more

# a comment between
RUN go mod download && go build ./...
RUN go mod download && \
    # ddhook:ignore no-go-mod-download require-mod-mod -- among the lines
    go build ./...
