FROM golang:1.25
ARG FLAGS
ENV GOFLAGS=-mod=vendor
RUN go build -mod=vendor .
RUN go build -mod vendor .
RUN go build --mod=readonly -mod="vendor" -v .
RUN go build -mod \
    vendor .
RUN GOFLAGS=-mod=readonly go build
RUN go build $FLAGS -mod=$FLAGS .
RUN go build -C api -o x . && go -C api build . && go build -C=api .
RUN "go" "build" && /usr/local/go/bin/go 'build' ./...
RUN go build . -mod=mod
RUN for os in linux darwin; do GOOS=$os go build \
    -o app-$os; done && go build && xx-go build
  RUN go build
	RUN go build
ONBUILD RUN go build
ONBUILD   RUN go mod download
# see DD-BUILD-001

RUN go build
RUN true && \
    # DD-BUILD-001 says so
    go build
RUN go vet ./...
