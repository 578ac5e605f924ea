FROM golang:1.25
RUN apk add git && go mod download && go build .
RUN go mod download && go mod download && go vet ./...
RUN apk add git && go mod download
RUN apk add git && \
    go mod download && \
    go vet ./...
RUN apk add git \
    && go mod download \
    && go vet ./...
RUN apk add git && \
    # fetch what go.mod says
    go mod download && \
    # and check it
    go vet ./...
RUN set -eux; \
    go mod download; \
    go vet ./...
RUN set -eux; go mod download;
RUN set -eux; go mod download
RUN go mod download; go vet ./...;
RUN sleep 1 & go mod download; go vet ./...
RUN test -f x || exit 1; cd /a && GOFLAGS=-x timeout 60 go mod download >/dev/null 2>&1 && ls
RUN test -f x || exit 1 && go mod download
RUN (cd api && go mod download) && (go mod download) && { go mod download; } && ls
RUN time go mod download && ls
RUN if test -f go.mod; then go mod download; ls; fi; for d in a b; do cd $d; go mod download; done
RUN f() { ls; go mod download; }; f
RUN case $x in a) ls && go mod download ;; esac
RUN go vet ./...
