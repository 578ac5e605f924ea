FROM golang:1.25
RUN go build --mod=mod ./a && go build -mod mod ./b && go build -mod=vendor -mod=mod ./c
RUN GOFLAGS=-mod=mod go build ./a; env GOFLAGS="-mod=mod -trimpath" go build ./b
RUN go vet ./... && go test ./... && go mod verify && go install ./tools/...
RUN sh -c 'go build -mod=mod ./...'
ENTRYPOINT ["go", "build", "-mod=mod", "."]
