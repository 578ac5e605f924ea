# syntax=docker/dockerfile:1
FROM golang:1.25
RUN <<EOT
set -e
go mod download
EOT
RUN <<EOT bash
go build ./...
EOT
RUN sh -c 'cd /src && go build ./...'
RUN bash -euxo pipefail -c "go mod download"
