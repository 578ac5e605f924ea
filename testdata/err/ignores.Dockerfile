FROM golang:1.25
# ddhook:ignore require-mod-mod
RUN go build .
# ddhook:ignore require-modmod -- misspelt
RUN go build .
# ddhook:ignore no-go-mod-download -- there is none
RUN go build -mod=mod .
# ddhook:ignore require-mod-mod - with one dash
# ddhook ignore=require-mod-mod
RUN go build .
#ddhook:ignore require-mod-mod, no-go-mod-download -- without a blank
RUN go build .
