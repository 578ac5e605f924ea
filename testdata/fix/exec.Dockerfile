FROM golang:1.25
RUN ["go", "mod", "download"]
RUN ["go","build","."]
RUN [ "env", "CGO_ENABLED=0", "go", "build", "-mod", "vendor", "." ]
RUN ["sh", "-c", "cd \"api\" && go mod download && go build"]
RUN ["sh", "-c", "go mod download"]
HEALTHCHECK --interval=5s CMD ["go", "build"]
CMD ["go", \
     "build", \
     "-o", "x"]
ENTRYPOINT go build -o app && ./app
RUN go vet ./...
