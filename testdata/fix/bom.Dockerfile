RUN go build
RUN ls

RUN go mod download
RUN go vet ./...