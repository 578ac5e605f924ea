FROM golang:1.25
RUN if [ -f go.sum ]; then \
        go mod download; \
    else \
        echo nothing; \
    fi
RUN for d in a b; do \
	(cd $d && go build ./...); \
    done; \
    case $X in y) go build .;; esac
